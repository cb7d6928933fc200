/** The camera as a page sees it: its state, its picture on a video element, and its switches. Off while the page is hidden. */
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import {
  type Camera,
  type CameraProblem,
  cameraIdOf,
  cameraObstacle,
  cameraPermission,
  cameraProblemOf,
  closeCamera,
  hasTorch,
  listCameras,
  openCamera,
  switchTorch,
} from './camera';
import { recall, remember } from './remembered';

/** `checking` until the browser has said whether it must ask; `ask`: it will, once the person wants it to. */
export type CameraState = { step: 'checking' | 'ask' | 'starting' | 'on' } | { step: 'problem'; problem: CameraProblem };

export type CameraView = {
  state: CameraState;
  video: RefObject<HTMLVideoElement>;
  start: () => void;
  cameras: Camera[];
  cameraId: string | null;
  choose: (cameraId: string) => void;
  /** Null where the camera has no light that pages may switch. */
  torch: boolean | null;
  toggleTorch: () => void;
};

const CHOSEN = 'muster.camera';
/** The person has allowed the camera before: it is asked for without being explained again. */
const KNOWN = 'muster.camera-known';

/** Shows the stream. Some browsers refuse to play what was replaced meanwhile; the next one plays. */
function show(video: HTMLVideoElement | null, stream: MediaStream): void {
  if (!video) return;
  video.srcObject = stream;
  video.play().catch(() => undefined);
}

/** Another program took the camera, or it was unplugged. Not when it is stopped from here. */
function onEnd(stream: MediaStream, tell: () => void): void {
  stream.getVideoTracks()[0]?.addEventListener('ended', tell);
}

/** One camera at a time, however fast starting and stopping follow each other. */
function useStream(onState: (state: CameraState) => void) {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const turn = useRef(0);

  const stop = useCallback(() => {
    turn.current += 1;
    if (stream.current) closeCamera(stream.current);
    stream.current = null;
  }, []);

  const start = useCallback(
    async (cameraId: string | null): Promise<MediaStream | null> => {
      stop();
      const mine = turn.current;
      onState({ step: 'starting' });
      const opened = await openCamera(cameraId).catch((error) => {
        if (mine === turn.current) onState({ step: 'problem', problem: cameraProblemOf(error) });
        return null;
      });
      if (opened && mine !== turn.current) closeCamera(opened);
      if (!opened || mine !== turn.current) return null;
      stream.current = opened;
      show(video.current, opened);
      onEnd(opened, () => onState({ step: 'problem', problem: 'busy' }));
      onState({ step: 'on' });
      return opened;
    },
    [stop, onState],
  );

  return { video, stream, start, stop };
}

/** Whether the camera may be started at once: nothing is in the way, and the browser will not ask out of the blue. */
async function firstState(): Promise<CameraState> {
  const obstacle = cameraObstacle();
  if (obstacle) return { step: 'problem', problem: obstacle };
  const permission = await cameraPermission();
  if (permission?.state === 'denied') return { step: 'problem', problem: 'refused' };
  return { step: permission?.state === 'granted' || recall(KNOWN) ? 'starting' : 'ask' };
}

/** Starts by itself where the person has allowed it before, and again when it is allowed in the browser's settings or the page
 *  comes back into view. */
export function useCamera(): CameraView {
  const [state, setState] = useState<CameraState>({ step: 'checking' });
  const [cameras, setCameras] = useState<Camera[]>([]);
  const [cameraId, setCameraId] = useState<string | null>(null);
  const [torch, setTorch] = useState<boolean | null>(null);
  const { video, stream, start: open, stop } = useStream(setState);

  const start = useCallback(
    async (chosenId = recall(CHOSEN)) => {
      setTorch(null);
      const opened = await open(chosenId);
      if (!opened) return;
      remember(KNOWN, 'yes');
      setCameraId(cameraIdOf(opened));
      setTorch(hasTorch(opened) ? false : null);
      setCameras(await listCameras().catch(() => []));
    },
    [open],
  );

  useFirstStart(start, setState);
  useRestart(state, start, stop);
  useEffect(() => stop, [stop]);

  const choose = (id: string) => {
    remember(CHOSEN, id);
    void start(id);
  };
  const toggleTorch = () => {
    if (!stream.current || torch === null) return;
    switchTorch(stream.current, !torch).then(
      () => setTorch(!torch),
      () => setTorch(null),
    );
  };
  return { state, video, start: () => void start(), cameras, cameraId, choose, torch, toggleTorch };
}

function useFirstStart(start: () => Promise<void>, onState: (state: CameraState) => void) {
  useEffect(() => {
    let isGone = false;
    firstState().then((first) => {
      if (isGone) return;
      if (first.step === 'starting') void start();
      else onState(first);
    });
    return () => {
      isGone = true;
    };
  }, [start, onState]);
}

/** Follows the page in and out of view, and a permission that is given later. */
function useRestart(state: CameraState, start: () => Promise<void>, stop: () => void) {
  const isOn = state.step === 'on' || state.step === 'starting';
  const isRefused = state.step === 'problem' && state.problem === 'refused';

  useEffect(() => {
    if (!isOn) return;
    const follow = () => (document.visibilityState === 'hidden' ? stop() : void start());
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, [isOn, start, stop]);

  useEffect(() => {
    if (!isRefused) return;
    const gone = new AbortController();
    cameraPermission().then((permission) => {
      const follow = () => permission?.state === 'granted' && void start();
      if (!gone.signal.aborted) permission?.addEventListener('change', follow, { signal: gone.signal });
    });
    return () => gone.abort();
  }, [isRefused, start]);
}
