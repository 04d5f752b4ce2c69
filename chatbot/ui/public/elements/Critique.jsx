// One line under the reply. It opens to the whole; what is open stays so when Chainlit draws anew.
import { useEffect, useRef, useState } from 'react';

function Point({ kind, of }) {
  return <li className={`sp-${kind}`}>{of.quote ? <q>{of.quote}</q> : null}{of.what ? <span>{of.what}</span> : null}</li>;
}

function Whole() {
  return (
    <div className="sp-whole" data-test="critique-whole">
      {props.codes.length ? (
        <p className="sp-soft sp-heard">Heard: {props.codes.map((c, i) => (
          <span key={i} title={c.quote}><i className={`sp-${c.meaning}`} /> {c.name}</span>
        ))}</p>
      ) : null}
      <ul className="sp-findings">
        {props.well ? <Point kind="good" of={props.well} /> : null}
        {props.findings.map((f, i) => <Point key={i} kind="costly" of={f} />)}
      </ul>
      {props.instead ? <p className="sp-instead"><b>You could say</b>{props.instead}</p> : null}
      {props.principle ? <p className="sp-soft"><b>{props.principle}.</b> {props.principleText}</p> : null}
    </div>
  );
}

export default function Critique() {
  const [open, setOpen] = useState(!!window.sparring.open[props.turn]);
  const toggle = () => { window.sparring.open[props.turn] = !open; setOpen(!open); };
  const me = useRef(null);
  useEffect(() => { if (!open) window.sparring.settle(); }, []);
  useEffect(() => {
    if (!open || !me.current) return;
    window.sparring.settle(); // the buttons under it stay in sight
    me.current.scrollIntoView({ block: 'nearest' });
  }, [open]);
  if (props.status === 'pending')
    return <div className="sp-critique sp-pending" role="status" data-test="critique-pending"><i /> The coach is reading your turn</div>;
  if (props.status === 'unscored')
    return <div className="sp-critique sp-unscored" data-test="critique">Not scored. {props.reason}</div>;
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
