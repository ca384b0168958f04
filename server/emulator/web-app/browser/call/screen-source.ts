/** The guest's screen, or null where there is none to be had: then a drawn picture takes its place. */
export async function askForScreen(): Promise<MediaStream | null> {
  // Where a program drives the browser nobody can answer the question, and Chromium takes no click until somebody does.
  if (navigator.webdriver) return null;
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
  } catch {
    // Refused by the person, not known to the browser, or not allowed on this address.
    return null;
  }
}

/** Gives the screen back. */
export function stopScreen(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
