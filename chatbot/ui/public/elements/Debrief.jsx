// Under the debrief: take it along, and say how the practice was.
import { useEffect, useRef, useState } from 'react';
import { Download, Share2 } from 'lucide-react';

const ASKED = [
  ['believable', 'Was the client believable?'],
  ['fair', 'Was the coach fair?'],
  ['useful', 'Was it useful?'],
];

export default function Debrief() {
  const [marks, setMarks] = useState(props.ratings || window.sparring.words.marks || {});
  const [thanked, setThanked] = useState(!!props.ratings);
  const me = useRef(null);
  useEffect(() => { // one reads a debrief from its beginning; Chainlit has scrolled to its end
    if (window.sparring.open.debrief === props.links[0].href) return;
    window.sparring.open.debrief = props.links[0].href;
    const step = me.current && me.current.closest('[data-step-type]');
    if (step) setTimeout(() => step.scrollIntoView({ block: 'start' }), 400);
  }, []);
  const mark = async (id, n) => {
    const next = { ...marks, [id]: n };
    window.sparring.words.marks = next;
    setMarks(next);
    if (ASKED.every(([key]) => next[key])) {
      await callAction({ name: 'rate', payload: next });
      setThanked(true);
    }
  };
  return (
    <div ref={me} className="sp-after" data-test="debrief">
      <div className="sp-row">
        <Download size={15} /> Take it along:
        {props.links.map((l) => <a key={l.href} className="sp-chip" href={l.href} download>{l.label}</a>)}
      </div>
      <div className="sp-row">
        <Share2 size={15} /> For a colleague to play:
        <button className="sp-chip" data-test="share" onClick={() => callAction({ name: 'share', payload: {} })}>Share it as a case</button>
      </div>
      <section className="sp-card sp-rate" data-test="ratings">
        {ASKED.map(([id, question]) => (
          <div key={id} role="radiogroup" aria-label={question}>
            <span>{question}</span>
            <span className="sp-scale">
              {[1, 2, 3, 4, 5].map((n) => (
                <button key={n} role="radio" aria-checked={marks[id] === n} data-test={`${id}-${n}`}
                  className={marks[id] === n ? 'sp-on' : ''} onClick={() => mark(id, n)}>{n}</button>
              ))}
            </span>
          </div>
        ))}
        <p className="sp-soft">{thanked ? 'Thank you. It is kept with the talk.' : '1 is not at all, 5 is very much.'}</p>
      </section>
    </div>
  );
}
