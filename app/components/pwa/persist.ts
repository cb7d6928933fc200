/** Asks the browser to keep what is stored here when space runs short. Some browsers ask the person, so it is asked for when
 *  there is something to lose, and once. */

const KEY = 'muster-asked-to-persist';

/** Whether the browser has agreed. Null where it cannot be asked. Never throws. */
export async function isPersisted(): Promise<boolean | null> {
  return navigator.storage?.persisted ? navigator.storage.persisted() : null;
}

/** Asks again, whatever was answered before: for a press of a button. */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}

/** Asks, unless this device has been asked before. Never rejects. */
export async function askToPersistOnce(): Promise<void> {
  try {
    if (localStorage.getItem(KEY) !== null || (await isPersisted()) !== false) return;
    localStorage.setItem(KEY, 'yes');
    await askToPersist();
  } catch {
    // Where storage is denied there is nothing to keep.
  }
}
