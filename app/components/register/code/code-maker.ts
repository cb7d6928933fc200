/** Makes what the screen shows at an instant: the QR of its window and the typed code of its step. Draws nothing. */

import { type QrCode, qrCodeOf } from '#app/components/ui/qr/qr-code';
import { createToken, qrText, TYPED_STEP_MS, typedCodeAt, windowAt, windowStart } from '#domain/check-in/rotating-code';

export type CodeKey = { key: CryptoKey; classSessionId: number; periodMs: number; baseUrl: string };

export type ShownCode = QrCode & {
  /** Six digits. */
  typed: string;
  /** Epoch ms on the server at which the typed code changes. */
  typedUntil: number;
};

/** The code for the window that holds `at` (epoch ms on the server). */
export async function codeAt({ key, classSessionId, periodMs, baseUrl }: CodeKey, at: number): Promise<ShownCode> {
  const [token, typed] = await Promise.all([
    createToken(key, classSessionId, windowAt(at, periodMs)),
    typedCodeAt(key, classSessionId, at),
  ]);
  const typedUntil = (Math.floor(at / TYPED_STEP_MS) + 1) * TYPED_STEP_MS;
  return { ...(await qrCodeOf(qrText(baseUrl, token))), typed, typedUntil };
}

/** Epoch ms at which the window that holds `at` ends. */
export function windowEnd(at: number, periodMs: number): number {
  return windowStart(windowAt(at, periodMs) + 1, periodMs);
}
