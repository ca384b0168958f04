import type { ReactNode } from 'react';
import { Frame } from '@/components/frame/frame';
import { Providers } from '@/components/frame/providers';
import { runtime } from '@/server/runtime';
import { version } from '../../package.json';
import { requireCaller } from '../current-caller';
import { stopAll } from './actions/call-bridges';
import { judgeMove, judgeRepeat, judgeUndo, repeatMove, submitMove, undoMove } from './actions/moves';
import { dismissNotice, redialPerson, takeJoinLink } from './actions/notices';

const help = { dismiss: dismissNotice, redial: redialPerson, joinLink: takeJoinLink };
const sequels = { undo: { judge: judgeUndo, submit: undoMove }, repeat: { judge: judgeRepeat, submit: repeatMove } };

/** Everything behind the sign-in. Whether somebody may see a page is decided by each page, and again by each command. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { name, role } = await requireCaller();
  const { rehearsal, webAppUrls, confirm } = runtime().settings;
  return (
    <Providers role={role} version={version} submitMove={submitMove} judgeMove={judgeMove} confirm={confirm} help={help} sequels={sequels}>
      <Frame person={{ name, role }} rehearsal={rehearsal ? webAppUrls : null} stopAll={stopAll}>
        {children}
      </Frame>
    </Providers>
  );
}
