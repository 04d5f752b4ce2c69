// A finished talk becomes a case: tell, check each name and detail, look at the whole, save two files.
import { useEffect, useState } from 'react';

export default function Share() {
  const kept = (window.sparring.words.share = window.sparring.words.share || { learned: '', costliest: false, keep: {}, other: [] });
  const [, draw] = useState(0);
  const [busy, setBusy] = useState(false);
  const set = (more) => { Object.assign(kept, more); draw((n) => n + 1); };
  useEffect(() => window.sparring.settle(), [props.step]);

  const details = props.details || kept.details || [];
  useEffect(() => { if (props.details) set({ details: props.details, to: Object.fromEntries(props.details.map((d) => [d.text, (kept.to || {})[d.text] ?? d.neutral])) }); }, [props.details]);
  const replacements = () => [
    ...details.filter((d) => !kept.keep[d.text]).map((d) => [d.text, (kept.to || {})[d.text] ?? d.neutral]),
    ...kept.other.filter(([old]) => old.trim()),
  ];
  const send = async (name, more = {}) => {
    setBusy(true);
    try { await callAction({ name, payload: { learned: kept.learned, costliest: kept.costliest, ...more } }); } finally { setBusy(false); }
  };
  const save = (file) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([file.text], { type: 'application/octet-stream' }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const strong = (test, label, click) => <button className="sp-chip sp-strong" disabled={busy} data-test={test} onClick={click}>{label}</button>;
  const back = (name, more) => <button className="sp-chip" disabled={busy} data-test="share-back" onClick={() => send(name, more)}>Back</button>;

  if (props.step === 'ask')
    return (
      <section className="sp-card sp-share" data-test="share-ask">
        <h3>Share this talk as a case</h3>
        <p>A colleague gets {props.client} as played, your best move, and what you learned. First: what was that, in your own words?</p>
        <textarea rows={3} maxLength={props.longest} value={kept.learned} data-test="learned" aria-label="What you learned"
          onChange={(e) => set({ learned: e.target.value })} />
        {props.costliest ? (
          <label className="sp-row"><input type="checkbox" checked={kept.costliest} data-test="costliest" onChange={(e) => set({ costliest: e.target.checked })} />
            Show the moment that cost most, too (turn {props.costliest})</label>
        ) : null}
        <div className="sp-row">{strong('share-on', 'Go on', () => send('share_look'))}</div>
      </section>
    );
  if (props.step === 'check')
    return (
      <section className="sp-card sp-share" data-test="share-check">
        <h3>Real people stay out</h3>
        <p>{details.length ? 'These could point to somebody. What you do not keep is replaced; an empty field leaves it out.' : 'Nothing was found that points to somebody. You know better than a program: look again.'}</p>
        {details.map((d) => (
          <div key={d.text} className="sp-detail" data-test="detail">
            <p><b>{d.text}</b> <span className="sp-soft">{d.kind}: {d.around}</span></p>
            <div className="sp-row">
              <label><input type="radio" checked={!kept.keep[d.text]} onChange={() => set({ keep: { ...kept.keep, [d.text]: false } })} /> replace with</label>
              <input type="text" value={(kept.to || {})[d.text] ?? d.neutral} disabled={!!kept.keep[d.text]} maxLength={200} aria-label={`In place of ${d.text}`}
                onChange={(e) => set({ to: { ...kept.to, [d.text]: e.target.value } })} />
              <label><input type="radio" checked={!!kept.keep[d.text]} data-test="keep-detail" onChange={() => set({ keep: { ...kept.keep, [d.text]: true } })} /> keep</label>
            </div>
          </div>
        ))}
        {kept.other.map(([old, now], i) => (
          <div key={i} className="sp-row">
            <input type="text" value={old} placeholder="These words" maxLength={200} aria-label="Words to take out" data-test="other-old"
              onChange={(e) => set({ other: kept.other.map((o, j) => (i === j ? [e.target.value, now] : o)) })} />
            become
            <input type="text" value={now} placeholder="nothing" maxLength={200} aria-label="What takes their place"
              onChange={(e) => set({ other: kept.other.map((o, j) => (i === j ? [old, e.target.value] : o)) })} />
          </div>
        ))}
        <button className="sp-quiet" data-test="other" onClick={() => set({ other: [...kept.other, ['', '']] })}>Something else has to go</button>
        <div className="sp-row">{strong('share-look', 'Show me the whole', () => send('share_look', { replacements: replacements() }))}{back('share')}</div>
      </section>
    );
  if (props.step === 'whole')
    return (
      <section className="sp-card sp-share" data-test="share-whole">
        <h3>This is all that will be written of the talk</h3>
        {props.pieces.length ? props.pieces.map((p) => <div key={p.label}><p className="sp-soft">{p.label}</p><blockquote dir="auto">{p.words}</blockquote></div>)
          : <p>Nothing of it: no moment stood out, and you wrote nothing.</p>}
        <p className="sp-soft">{props.along}</p>
        <div className="sp-row">{strong('share-make', 'Yes, make the case', () => send('share_make', { replacements: replacements() }))}{back('share_look')}</div>
      </section>
    );
  return (
    <section className="sp-card sp-share" data-test="share-made">
      <h3>The case is ready</h3>
      <p>Send the page to a colleague: the client lies in it. The file alone is for whoever knows Sparring.</p>
      <div className="sp-row">
        {[...props.files].reverse().map((file) => (
          <button key={file.name} className="sp-chip" data-test="case-file" onClick={() => save(file)}>Save {file.name}</button>
        ))}
      </div>
    </section>
  );
}
