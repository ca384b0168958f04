/** What happens in each of a move's steps, 1 to 11, for a person. */
export const stepWords: readonly string[] = [
  'The target bridge is asked to move the person',
  'It asks the person\'s own bridge',
  'That bridge answers',
  'A bridge with room is chosen',
  'A newcomer is made there',
  'That bridge tells the web bridge',
  'The web bridge tells the browser',
  'The browser ends its old call',
  'The web bridge ends the session',
  'The old participant is gone',
  'The browser joins the new call',
];
