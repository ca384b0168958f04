/** What one diagnosis takes of files at once, as they are sent: packed ones count as packed. */
export const uploadLimits = { bytes: 256 * 1024 ** 2, files: 50 } as const;
