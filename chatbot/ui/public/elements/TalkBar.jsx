// The buttons under the latest message. There is one bar; it moves with the talk.
import { useEffect, useState } from 'react';
import { useRecoilValue, useSetRecoilState } from 'recoil';
import { elementState, loadingState, sideViewState, useChatInteract } from '@chainlit/react-client';
import { LifeBuoy, Lightbulb, Flag, PanelRight, Play, Undo2 } from 'lucide-react';

export default function TalkBar() {
  const loading = useRecoilValue(loadingState);
  const elements = useRecoilValue(elementState);
  const sideView = useRecoilValue(sideViewState);
  const setSideView = useSetRecoilState(sideViewState);
  const { windowMessage } = useChatInteract();
  const [busy, setBusy] = useState(false);
  useEffect(() => { if (!props.ended) window.sparring.settle(); }, []);
  const press = async (action) => {
    setBusy(true);
    try { await callAction({ name: action, payload: {} }); } finally { setBusy(false); }
  };
  const quietly = (wish) => ({ click: () => windowMessage({ sparring: wish }) }); // logs nothing yet, so begins no thread
  const openPanel = () => {
    sessionStorage.setItem('sparring-panel', 'open');
    const panel = elements.filter((e) => e.id === 'panel');
    if (panel.length) setSideView({ title: panel[0].name, elements: panel });
  };
  const button = (action, Icon, label, tip, extra = {}) => (
    <button key={action} title={tip} disabled={loading || busy || extra.off} data-test={action}
      className={extra.strong ? 'sp-strong' : ''} onClick={extra.click || (() => press(action))}>
      <Icon size={15} /> {label}
    </button>
  );
  const panel = sideView ? null : button('panel', PanelRight, 'Panel', 'Counts, and how the client feels', { click: openPanel });
  if (props.ended) return <div className="sp-bar" data-test="bar">{panel}</div>;
  if (props.paused)
    return (
      <div className="sp-bar sp-paused" data-test="bar">
        {button('back', Play, 'Back to the talk', 'The client hears you again', { ...quietly('back'), strong: true })}{panel}
      </div>
    );
  return (
    <div className="sp-bar" data-test="bar">
      {button('take_back', Undo2, 'Take it back', 'Unsay your last turn and try another', { off: !props.turns })}
      {button('hint', Lightbulb, 'Hint', 'A nudge for your next turn')}
      {button('time_out', LifeBuoy, 'Time-out', 'Pause the role-play and ask the coach', quietly('time_out'))}
      {button('end', Flag, 'End and debrief', 'Finish and look back at the talk', { off: !props.turns })}
      {panel}
    </div>
  );
}
