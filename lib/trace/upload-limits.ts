/** What one diagnosis takes of files at once, as they are sent: packed ones count as packed. */
export const uploadLimits = { bytes: 1024 ** 3, files: 50 } as const;
