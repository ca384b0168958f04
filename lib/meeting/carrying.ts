/** How many people one operator can be shown to carry: as many as one order can have. */
export const mostCarried = 1_000;

/** How often a screen says again whom it carries, in milliseconds. */
export const renewEveryMs = 5_000;
