import type { Metadata } from 'next';
import { permits } from '@/lib/access/access';
import { OwnPassword } from '@/components/settings/own-password';
import { Section } from '@/components/settings/section';
import { ThemeChoice } from '@/components/settings/theme-choice';
import { Tokens } from '@/components/settings/tokens';
import { Webhooks } from '@/components/settings/webhooks';
import { PageHead } from '@/components/ui/page-head';
import { requireCaller } from '../../current-caller';
import { changeOwnPassword } from '../actions/people';
import { createToken, deleteToken } from '../actions/tokens';
import { addWebhook, removeWebhook, testWebhook } from '../actions/webhooks';

export const metadata: Metadata = { title: 'Settings' };

export default async function Settings() {
  const { role } = await requireCaller();
  return (
    <div className="max-w-5xl">
      <PageHead title="Settings" />
      {permits(role, 'tokens.read').permitted && (
        <Section title="API tokens">
          <Tokens actions={{ create: createToken, delete: deleteToken }} />
        </Section>
      )}
      {permits(role, 'webhooks.read').permitted && (
        <Section title="Webhooks">
          <Webhooks actions={{ add: addWebhook, remove: removeWebhook, test: testWebhook }} />
        </Section>
      )}
      <Section title="Colours">
        <ThemeChoice />
      </Section>
      <Section title="Your password">
        <OwnPassword change={changeOwnPassword} />
      </Section>
    </div>
  );
}
