import { headers } from 'next/headers';

/** Rendered for each request, like Usher's pages. */
export default async function Page() {
  return <p>{(await headers()).get('host')}</p>;
}
