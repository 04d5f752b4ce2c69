// Two questions before the debrief. Both may be left empty.
import { useState } from 'react';

export default function Reflect() {
  const kept = window.sparring.words;
  const [well, setWell] = useState(kept.well || '');
  const [change, setChange] = useState(kept.change || '');
  const [busy, setBusy] = useState(false);
  const send = async (payload) => {
    setBusy(true);
    window.sparring.words = {};
    try { await callAction({ name: 'debrief', payload }); } finally { setBusy(false); }
  };
  return (
    <section className="sp-card sp-reflect" data-test="reflect">
      <h3>Before the debrief</h3>
      <label>What went well?
        <textarea rows={2} value={well} data-test="well" autoFocus
          onChange={(e) => { kept.well = e.target.value; setWell(e.target.value); }} />
      </label>
      <label>What would you change?
        <textarea rows={2} value={change} data-test="change"
          onChange={(e) => { kept.change = e.target.value; setChange(e.target.value); }} />
      </label>
      <div className="sp-row">
        <button className="sp-chip sp-strong" disabled={busy} data-test="to-debrief" onClick={() => send({ well, change })}>
          {busy ? 'Looking back…' : 'Show the debrief'}
        </button>
        <button className="sp-chip" disabled={busy} data-test="skip" onClick={() => send({})}>Skip</button>
      </div>
      <p className="sp-soft">Showing the debrief ends the talk. To go on with {props.client}, just write below.</p>
    </section>
  );
}
