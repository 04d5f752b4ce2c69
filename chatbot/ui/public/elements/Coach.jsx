// The side panel. It is drawn anew at every turn, so what one opened is remembered outside.
import { useLayoutEffect, useState } from 'react';
import { useSetRecoilState } from 'recoil';
import { sideViewState } from '@chainlit/react-client';

const signed = (d) => (d > 0 ? '+' : '−') + Math.abs(d).toFixed(2);
const NARROW = 768;

function Strip() {
  if (!props.strip.length) return <p className="sp-soft">Nothing said yet.</p>;
  return (
    <div className="sp-strip" aria-label="Your turns, one column each">
      {props.strip.map((codes, i) => (
        <span key={i} title={`Turn ${i + 1}`}>{codes.map((m, j) => <i key={j} className={`sp-${m}`} />)}<small>{i + 1}</small></span>
      ))}
    </div>
  );
}

function Trust() {
  const w = 240, h = 56, n = props.trust.length;
  if (n < 2) return null;
  const points = props.trust.map((t, i) => `${(i / (n - 1)) * (w - 8) + 4},${h - 4 - t * (h - 8)}`).join(' ');
  return (
    <svg className="sp-trend" viewBox={`0 0 ${w} ${h}`} role="img" aria-label="Trust over the talk">
      <line x1="0" x2={w} y1={h / 2} y2={h / 2} /><polyline points={points} />
    </svg>
  );
}

function Inside() {
  return (
    <div data-test="inside">
      {props.state.map((s) => (
        <div key={s.label} className={s.burden ? 'sp-gauge sp-burden' : 'sp-gauge'}>
          <span>{s.label}</span><b role="meter" aria-valuenow={Math.round(s.value * 100)} aria-label={s.label}><i style={{ width: `${Math.round(s.value * 100)}%` }} /></b>
        </div>
      ))}
      <h4>Trust over the talk</h4>
      <Trust />
      <h4>What moved {props.client}</h4>
      {props.trace.map((t) => (
        <div key={t.number} className="sp-trace">
          <small>Turn {t.number}</small>
          {t.effects.length ? t.effects.map((e, i) => (
            <p key={i}>
              {e.quote ? <><q>{e.quote}</q> → </> : null}{e.code} → {e.variable} <b className={e.good ? 'sp-up' : 'sp-down'}>{signed(e.delta)}</b>
              <span className="sp-soft">{e.why}</span>
            </p>
          )) : <p className="sp-soft">Nothing moved.</p>}
          <p className="sp-soft">So: {t.act}{t.why ? `, since ${t.why}` : ''}.</p>
        </div>
      ))}
    </div>
  );
}

export default function Coach() {
  const setSideView = useSetRecoilState(sideViewState);
  const [inside, setInside] = useState(!!window.sparring.open.inside);
  useLayoutEffect(() => {
    const wish = sessionStorage.getItem('sparring-panel');
    if (wish === 'closed' || (wish !== 'open' && window.innerWidth < NARROW)) setSideView(undefined);
    if (window.innerWidth < NARROW) sessionStorage.removeItem('sparring-panel');
  }, []);
  const toggle = () => { window.sparring.open.inside = !inside; setInside(!inside); };
  return (
    <div className="sp-panel" data-test="panel">
      <p className="sp-played"><img src={props.portrait} alt="" />{props.client}, played by<br /><b data-test="voice">{props.voice}</b></p>
      {props.adjusted ? <p className="sp-soft" data-test="panel-adjusted">Today: {props.adjusted}</p> : null}
      <p className="sp-soft">Critiques: {props.critic}</p>
      <h4>Your turns</h4>
      <Strip />
      <div className="sp-counts">
        {props.counts.map((c) => (
          <div key={c.label} className={c.n ? '' : 'sp-none'} title={c.whole}>
            <i className={`sp-${c.meaning}`} /><span>{c.label}{c.n && c.often ? <small>{c.often}</small> : null}</span><b>{c.n}</b>
          </div>
        ))}
      </div>
      {props.corrected ? <p data-test="corrected">{props.corrected}</p> : null}
      {props.turns ? <p className="sp-soft" data-test="footnote">{props.footnote}</p> : null}
      {props.turns ? (
        <button className="sp-chip" aria-expanded={inside} onClick={toggle} data-test="show-inside">
          {inside ? 'Hide how they feel' : 'Show how they feel, and why'}
        </button>
      ) : null}
      {inside && props.turns ? <Inside /> : null}
    </div>
  );
}
