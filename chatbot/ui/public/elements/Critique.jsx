// One line under the reply. It opens to the whole; what is open stays so when Chainlit draws anew.
import { useEffect, useRef, useState } from 'react';

const NAMES = {
  open_question: 'Open question', closed_question: 'Closed question', simple_reflection: 'Simple reflection',
  complex_reflection: 'Complex reflection', affirm: 'Affirmation', autonomy: 'Their choice stressed',
  information: 'Information', persuade: 'Persuading', confront: 'Confronting',
};
const name = (code) => NAMES[code] || code.replaceAll('_', ' ');

function Whole() {
  return (
    <div className="sp-whole" data-test="critique-whole">
      <ul className="sp-findings">
        {props.findings.map((f) => (
          <li className={`sp-${f.verdict}`}>
            <q>{f.quote}</q>
            <span><b>{name(f.code)}.</b> {f.comment}</span>
          </li>
        ))}
      </ul>
      {props.well ? <p><b>Done well.</b> {props.well}</p> : null}
      {props.instead ? <p className="sp-instead"><b>You could say</b>{props.instead}</p> : null}
      <p className="sp-soft"><b>{props.principle}.</b> {props.principleText}</p>
    </div>
  );
}

export default function Critique() {
  const [open, setOpen] = useState(!!window.sparring.open[props.turn]);
  const toggle = () => { window.sparring.open[props.turn] = !open; setOpen(!open); };
  const me = useRef(null);
  useEffect(() => { if (!open) window.sparring.settle(); }, []);
  useEffect(() => { if (open && me.current) me.current.scrollIntoView({ block: 'nearest' }); }, [open]);
  if (props.status === 'pending')
    return <div className="sp-critique sp-pending" data-test="critique-pending"><i /> The coach is reading your turn</div>;
  if (props.status === 'unscored')
    return <div className="sp-critique sp-unscored" data-test="critique">Not scored. {props.reason}</div>;
  return (
    <div ref={me} className={`sp-critique ${open ? 'sp-open' : ''}`} data-test="critique">
      <button aria-expanded={open} onClick={toggle} data-test="critique-line">
        <span className="sp-marks">{props.findings.map((f) => <i className={`sp-${f.verdict}`} title={name(f.code)} />)}</span>
        <span className="sp-head">{props.headline}</span>
        <span className="sp-turn">▾</span>
      </button>
      {open ? <Whole /> : null}
    </div>
  );
}
