/** The browser's camera, with the ways it can refuse put into words of our own. Free of React. */

/** `refused`: not allowed by person, browser or system; `missing`: there is none; `busy`: another program has it;
 *  `insecure`: not opened over https; `unsupported`: this browser shows no camera to pages; `failed`: none of these. */
export const CAMERA_PROBLEMS = ['refused', 'missing', 'busy', 'insecure', 'unsupported', 'failed'] as const;
export type CameraProblem = (typeof CAMERA_PROBLEMS)[number];

export type Camera = { id: string; label: string };

/** The camera could not be started. */
export class CameraError extends Error {
  readonly problem: CameraProblem;

  constructor(problem: CameraProblem, options?: ErrorOptions) {
    super(`The camera could not be started: ${problem}.`, options);
    this.name = 'CameraError';
    this.problem = problem;
  }
}

/** Enough for a code across a lecture hall once its middle is looked at closely, and little enough for old phones. */
const FRAME: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } };

const PROBLEM_BY_NAME: Record<string, CameraProblem> = {
  NotAllowedError: 'refused',
  PermissionDeniedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
};

/** Never throws. */
export function cameraProblemOf(error: unknown): CameraProblem {
  if (error instanceof CameraError) return error.problem;
  return (error instanceof Error && PROBLEM_BY_NAME[error.name]) || 'failed';
}

/** What this browser cannot do at all; null when the camera may be tried. Never throws. */
export function cameraObstacle(): CameraProblem | null {
  if (!window.isSecureContext) return 'insecure';
  return typeof navigator.mediaDevices?.getUserMedia === 'function' ? null : 'unsupported';
}

/** The permission as far as the browser tells; null where it does not (older Safari and Firefox). Never rejects. */
export async function cameraPermission(): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: 'camera' as PermissionName });
  } catch {
    return null;
  }
}

function request(video: MediaTrackConstraints): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video: { ...FRAME, ...video }, audio: false });
}

/** Starts the chosen camera, or the one at the back when none is chosen or the chosen one is gone.
 *  @throws CameraError */
export async function openCamera(cameraId: string | null): Promise<MediaStream> {
  const obstacle = cameraObstacle();
  if (obstacle) throw new CameraError(obstacle);
  const atTheBack = () => request({ facingMode: { ideal: 'environment' } });
  const isGone = (error: unknown) => cameraProblemOf(error) === 'missing';
  try {
    if (!cameraId) return await atTheBack();
    return await request({ deviceId: { exact: cameraId } }).catch((error) =>
      isGone(error) ? atTheBack() : Promise.reject(error),
    );
  } catch (cause) {
    throw new CameraError(cameraProblemOf(cause), { cause });
  }
}

/** Turns the camera and its light off. Never throws. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** All cameras, by the names the browser gives them once one is allowed; the label is empty where it gives none. */
export async function listCameras(): Promise<Camera[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const cameras = devices.filter((device) => device.kind === 'videoinput' && device.deviceId);
  return cameras.map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** The id of the camera a stream comes from, or null. Never throws. */
export function cameraIdOf(stream: MediaStream): string | null {
  return stream.getVideoTracks()[0]?.getSettings().deviceId ?? null;
}

/** Whether the stream's camera has a light that pages may switch. Never throws. */
export function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  const capabilities = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  return capabilities?.torch === true;
}

/** @throws OverconstrainedError when the camera has no light after all */
export async function switchTorch(stream: MediaStream, isOn: boolean): Promise<void> {
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] });
}
