import assert from 'node:assert/strict';
import { secretsIn } from '../../../tasks/core/terms/secret-settings.js';

const rows: readonly { name: string; value: string; secrets: readonly string[] }[] = [
  { name: 'DJANGO_SECRET_KEY', value: 'not so good', secrets: ['not so good'] },
  { name: 'SMTP_PASSWORD', value: 'hunter22', secrets: ['hunter22'] },
  {
    name: 'DB',
    value: 'postgresql://app:s3cret@db.example.org/app',
    secrets: ['s3cret'],
  },
  {
    name: 'STORAGE',
    value: 'AccountName=box;AccountKey=abc+def==;EndpointSuffix=example.org',
    secrets: ['abc+def=='],
  },
  {
    name: 'UPLOAD',
    value: 'https://box.example.org/f?sv=1&sig=Zm9v%3D',
    secrets: ['Zm9v%3D', 'Zm9v='],
  },
  { name: 'HOOK', value: 'https://hooks.example.org/?api_key=k3y-of-us', secrets: ['k3y-of-us'] },
  {
    name: 'ARGS',
    value: '--token=t0ken-of-us --code=404',
    secrets: ['t0ken-of-us'],
  },
  { name: 'OTHER', value: '0123456789abcdef0123', secrets: ['0123456789abcdef0123'] },
  { name: 'OTHER', value: 'Q29ycmVjdCBob3JzZQ/+x1y2', secrets: ['Q29ycmVjdCBob3JzZQ/+x1y2'] },
  { name: 'DATA', value: '/home/site/wwwroot/Data1/files', secrets: [] },
  { name: 'SITE', value: 'my-very-long-app-name-1', secrets: [] },
  { name: 'HOST', value: 'db1.Example.postgres.database.azure.com', secrets: [] },
  { name: 'USE_TOKENS', value: 'true', secrets: [] },
  { name: 'MAX_CONNECTIONS', value: '20', secrets: [] },
  { name: 'DJANGO_SETTINGS_MODULE', value: 'mysite.settings.production', secrets: [] },
  { name: 'LOG_LEVEL', value: 'info', secrets: [] },
];

describe('secrets among app settings', () => {
  for (const { name, value, secrets } of rows) {
    it(`${name}=${value}`, () => {
      assert.deepEqual(secretsIn([{ name, value, slotSetting: undefined }]), secrets);
    });
  }
});
