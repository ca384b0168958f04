'use client';

import dynamic from 'next/dynamic';

/** The panel's code comes with its first use. */
export const LazyPersonPanel = dynamic(() => import('@/components/participant/person-panel').then((module) => module.PersonPanel), { ssr: false });
