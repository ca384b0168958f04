/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  compress: true,
  // No page shows a remote picture; the optimizer would only be a door.
  images: { unoptimized: true },
  // Argon2, SQLite and the like live in the server's own bundle, never in Next's.
  serverExternalPackages: ['better-sqlite3', 'pg', '@node-rs/argon2'],
  experimental: {
    // A page is loaded when somebody first asks for it: the sign-in page need not wait for all the others.
    preloadEntriesOnStart: false,
    serverActions: { bodySizeLimit: '256kb' },
    optimizePackageImports: ['lucide-react', 'radix-ui'],
  },
  // Types are checked by `npm test` and `npm run check`; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
