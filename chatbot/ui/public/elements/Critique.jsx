// One line under the reply. It opens to the whole; what is open stays so when Chainlit draws anew.
import { useEffect, useRef, useState } from 'react';

const HOLD = 2000; // ms in which a redraw gives the focus back
const TRIES = [0, 150, 400, 900]; // ms; on a narrow screen the side panel takes it for a moment
const idOf = (code) => `${code.start}-${code.end}-${code.said || code.now}`;

// Says something of a code or a finding; the focus comes back to `focus` when the element is drawn anew.
const say = (name, payload, focus) => {
  window.sparring.focus = { key: `${props.turn}/${focus}`, until: Date.now() + HOLD };
  return callAction({ name, payload: { turn: props.turn, ...payload } });
};
const holder = (box, key) => [...box.querySelectorAll('[data-key]')].filter((one) => one.dataset.key === key)[0];
const focusBack = (box) => {
  const wish = window.sparring.focus;
  const lost = !document.activeElement || document.activeElement === document.body;
  if (!box || !wish || Date.now() > wish.until || !lost) return;
  const one = holder(box, wish.key);
  if (one) one.focus({ preventScroll: true });
};

function Point({ kind, of }) {
  const key = `point-${of.number}`;
  return (
    <li className={`sp-${kind}`}>
      {of.quote ? <q>{of.quote}</q> : null}{of.what ? <span>{of.what}</span> : null}
      {of.contested === null ? (
        <button className="sp-quiet" data-key={`${props.turn}/${key}`} data-test={`contest-${of.number}`}
          onClick={() => say('contest', { point: of.number }, key)}>I disagree</button>
      ) : (
        <span className="sp-soft" role="status">You disagree; it is kept as a case to look into. <button className="sp-quiet"
          data-key={`${props.turn}/${key}`} data-test={`undo-contest-${of.number}`}
          onClick={() => say('review_undo', { seq: of.contested }, key)}>Undo</button></span>
      )}
    </li>
  );
}

// The choice of codes: for one that was heard, or for one to be added.
function Choose({ code, onClose }) {
  const heard = props.heard;
  const box = useRef(null);
  const [words, setWords] = useState(0);
  useEffect(() => {
    if (!window.sparring.opened) return;
    window.sparring.opened = false;
    const first = box.current.querySelector('[aria-pressed=true]') || box.current.querySelector('select, button');
    if (first) first.focus({ preventScroll: true });
    box.current.scrollIntoView({ block: 'nearest' });
  }, []);
  const added = code && code.said === null;
  const choose = (now) => {
    onClose();
    if (!code) return say('code_add', { start: heard.words[words].start, end: heard.words[words].end, now },
      `${heard.words[words].start}-${heard.words[words].end}-${now}`);
    if (now !== code.now) return say('code_correct', { start: code.start, end: code.end, was: code.said, now }, idOf(code));
  };
  const there = heard.codes.map((c) => c.now);
  const choices = code ? heard.choices : heard.choices.filter((c) => !there.includes(c.id));
  return (
    <div ref={box} className="sp-choose" role="group" aria-label={code ? `What is it? ${code.quote}` : 'Add a code'} data-test="choose"
      onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); onClose(true); } }}>
      {code ? <q>{code.quote}</q> : null}
      {code && code.whole ? <p className="sp-soft" data-test="measured">{code.whole}</p> : null}
      {code && code.state === 'changed' ? <p className="sp-soft">The coder heard: {code.was}.</p> : null}
      {!code && heard.words.length > 1 ? (
        <label className="sp-row">In <select value={words} onChange={(e) => setWords(Number(e.target.value))} data-test="words">
          {heard.words.map((w, i) => <option key={i} value={i}>{w.text}</option>)}
        </select></label>
      ) : null}
      {added ? <p className="sp-soft">You added this.</p> : (
        <div className="sp-choices">
          {choices.map((c) => (
            <button key={c.id} aria-pressed={!!code && c.id === code.now} onClick={() => choose(c.id)} data-test={`to-${c.id}`}>
              <i className={`sp-${c.meaning}`} /> {c.name}
            </button>
          ))}
          {code ? <button aria-pressed={code.now === null} onClick={() => choose(null)} data-test="to-none">No code</button> : null}
        </div>
      )}
    </div>
  );
}

function Chip({ code, open, onOpen }) {
  const id = idOf(code);
  const was = code.state === 'added' ? 'added by you' : code.state === 'changed' ? `yours; was ${code.was}` : code.often;
  return (
    <span className="sp-row sp-tight">
      <button className={`sp-code sp-${code.state}`} aria-expanded={open} title={code.whole || code.quote} onClick={onOpen}
        data-key={`${props.turn}/${id}`} data-test={`code-${code.said || code.now}`}>
        <i className={`sp-${code.meaning}`} /> {code.name} <small>{was}</small>
      </button>
      {code.undo !== null ? (
        <button className="sp-quiet" aria-label={`Undo: ${code.name}`} data-test="undo-code"
          onClick={() => say('review_undo', { seq: code.undo }, code.said ? id : 'add')}>Undo</button>
      ) : null}
    </span>
  );
}

// What was heard, each code a button: look how often it is right, and put it right.
function Heard() {
  const heard = props.heard;
  const place = `${props.turn}/code`;
  const [at, setAt] = useState(window.sparring.open[place] || null);
  const box = useRef(null);
  const show = (key) => { window.sparring.open[place] = key; window.sparring.opened = !!key; setAt(key); };
  const close = (back) => {
    const key = at;
    show(null);
    const chip = back && holder(box.current, `${props.turn}/${key}`);
    if (chip) chip.focus();
  };
  const chosen = heard.codes.filter((code) => idOf(code) === at);
  const yours = heard.codes.some((code) => code.undo !== null);
  return (
    <div ref={box} className="sp-heard" data-test="heard">
      <div className="sp-row">
        <span className="sp-soft">{heard.codes.length ? 'Heard' : 'Nothing heard that carries a code'}</span>
        {heard.codes.map((code) => {
          const id = idOf(code);
          return <Chip key={id} code={code} open={id === at} onOpen={() => show(id === at ? null : id)} />;
        })}
        <button className="sp-code sp-add" aria-expanded={at === 'add'} onClick={() => show(at === 'add' ? null : 'add')}
          data-key={`${props.turn}/add`} data-test="add-code">+ Add</button>
        {heard.confirmed === null ? (
          <button className="sp-quiet" data-key={`${props.turn}/right`} data-test="codes-right"
            onClick={() => say('codes_right', {}, 'right')}>{yours ? 'Right like this' : 'All right'}</button>
        ) : (
          <span className="sp-soft" role="status">✓ You called this right. <button className="sp-quiet" data-key={`${props.turn}/right`}
            data-test="undo-right" onClick={() => say('review_undo', { seq: heard.confirmed }, 'right')}>Undo</button></span>
        )}
      </div>
      {chosen.length || at === 'add' ? <Choose key={at} code={chosen[0]} onClose={close} /> : null}
      {yours ? <p className="sp-soft" role="status" data-test="kept">Your codes are kept, and counted. The client has reacted to what was heard; that stays.</p> : null}
    </div>
  );
}

function Whole() {
  return (
    <div className="sp-whole" data-test="critique-whole">
      <Heard />
      <ul className="sp-findings">
        {props.well ? <Point kind="good" of={props.well} /> : null}
        {props.findings.map((f, i) => <Point key={i} kind="costly" of={f} />)}
      </ul>
      {props.instead ? <p className="sp-instead"><b>You could say</b>{props.instead}</p> : null}
      {props.differences.map((d, i) => <p key={i} className="sp-soft">{d}</p>)}
      {props.principle ? <p className="sp-soft"><b>{props.principle}.</b> {props.principleText}</p> : null}
    </div>
  );
}

export default function Critique() {
  const [open, setOpen] = useState(!!window.sparring.open[props.turn]);
  const toggle = () => { window.sparring.open[props.turn] = !open; setOpen(!open); };
  const me = useRef(null);
  const said = window.sparring.focus && Date.now() < window.sparring.focus.until; // drawn anew by what was said here
  useEffect(() => { if (!open) window.sparring.settle(); }, []);
  useEffect(() => {
    const timers = TRIES.map((ms) => setTimeout(() => focusBack(me.current), ms));
    return () => timers.forEach(clearTimeout);
  }, []);
  useEffect(() => {
    if (!open || !me.current || said) return;
    window.sparring.settle(); // the buttons under it stay in sight
    me.current.scrollIntoView({ block: 'nearest' });
  }, [open]);
  if (props.status === 'pending')
    return <div className="sp-critique sp-pending" role="status" data-test="critique-pending"><i /> The coach is reading your turn</div>;
  if (props.status === 'unscored')
    return <div ref={me} className="sp-critique sp-unscored" data-test="critique">Not scored. {props.reason}<Heard /></div>;
  return (
    <div ref={me} className={`sp-critique ${open ? 'sp-open' : ''}`} data-test="critique">
      <button aria-expanded={open} onClick={toggle} data-test="critique-line">
        <span className="sp-marks">
          {props.well ? <i className="sp-good" /> : null}
          {props.findings.map((f, i) => <i key={i} className="sp-costly" />)}
          {!props.well && !props.findings.length ? <i className="sp-neutral" /> : null}
        </span>
        <span className="sp-head">{props.summary}</span>
        <span className="sp-turn">▾</span>
      </button>
      {open ? <Whole /> : null}
    </div>
  );
}
