'use client';

import { useState } from 'react';
import dynamic from 'next/dynamic';
import type { DialogProps } from '@/components/ui/dialog-box';

const DialogBox = dynamic(() => import('@/components/ui/dialog-box').then((module) => module.DialogBox), { ssr: false });

/** A modal dialog. Its code comes when it is first opened: no page begins with one. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(props.open);
  if (props.open && !wasOpened) setWasOpened(true);
  return wasOpened ? <DialogBox {...props} /> : null;
}
