import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { assertAccessible, bringAxe } from './harness/axe.ts';
import {
  authorityOf,
  lanAddress,
  lanOrigins,
  onLan,
  personOnLan,
  trustedKey,
} from './harness/lan.ts';
import { assertMeet } from './harness/media.ts';
import { changePath } from './harness/path.ts';
import { assertFits, phone } from './harness/phone.ts';
import { scenario } from './harness/scenario.ts';
import { Wire } from './harness/wire.ts';

const notice = 'Camera needs the secure address';
const open = 'Open the secure address';

scenario('over http from the network the page leads to the secure address', async (world) => {
  const server = await world.startServer(...onLan());
  const lan = await lanOrigins(server);
  const ben = await world.person('Ben', { origin: server.origin });
  const link = await ben.start();
  const [, place = '', key = ''] = /(\/r\/[^#]+)#(.+)$/.exec(link) ?? [];

  const anna = await personOnLan(world, 'Anna', lan, phone);
  const wire = await Wire.to(server.port, lanAddress());
  world.endWith(() => wire.close());
  await anna.page.goto(`http://${lanAddress()}:${wire.port}/`);
  await anna.find('heading', notice).waitFor();
  await assertFits(anna, 'home without https');
  assert.equal(await anna.find('link', open).getAttribute('href'), `${lan.https}/`);

  await anna.page.goto(`http://${lanAddress()}:${wire.port}${place}#${key}`);
  await anna.find('heading', notice).waitFor();
  await anna.find('link', open).waitFor();
  await assertFits(anna, 'a room without https');
  await anna.find('link', 'Three steps, once').click();
  await anna.find('heading', 'Let this device trust Hearth').waitFor();
  await anna.find('link', open).click();
  await anna.page.waitForURL(`${lan.https}${place}#${key}`);
  assert.ok(wire.sent.includes(`GET ${place} `), 'the page was asked for');
  assert.ok(wire.sent.includes('GET /trust '), 'and the steps');
  assert.ok(!wire.sent.includes(key), 'and the key was never sent');

  await anna.join();
  await assertMeet(anna, ben);
});

scenario(
  'a named room over http opens without devices, and says where the camera is',
  async (world) => {
    const server = await world.startServer(...onLan());
    const lan = await lanOrigins(server);
    const anna = await world.person('Anna', { origin: lan.http });
    await anna.open(`${lan.http}/r/garden`);
    await anna.find('heading', notice).waitFor();
    assert.equal(await anna.find('link', open).getAttribute('href'), `${lan.https}/r/garden`);
    await anna.joinWithout();
  },
);

scenario('where nothing is served with https, the page says what to start', async (world) => {
  const address = lanAddress();
  const server = await world.startServer('--urls', `http://127.0.0.1:0;http://${address}:0`);
  const [, origin = ''] = await server.printed(new RegExp(`(http://${address}:\\d+)`));
  const anna = await world.person('Anna', { origin });
  await anna.page.goto(`${origin}/`);
  await anna.find('heading', notice).waitFor();
  await anna.sees('./run --https');
  await anna.page.goto(`${origin}/trust`);
  await anna.find('heading', 'Nothing to do here').waitFor();
  await anna.sees('./run --https');
});

for (const theme of ['light', 'dark'] as const) {
  scenario(`the three steps for each kind of device, ${theme}`, async (world) => {
    const server = await world.startServer(...onLan());
    const lan = await lanOrigins(server);
    const context = { ...phone, colorScheme: theme };
    const anna = await world.person('Anna', { origin: lan.http, context });
    await bringAxe(anna.page.context());
    await anna.page.goto(`${lan.http}/trust`);
    for (const kind of ['iPhone, iPad', 'Android', 'Computer']) {
      await anna.press(kind);
      await anna.page.getByRole('button', { name: kind, pressed: true }).waitFor();
      assert.equal(await anna.page.getByRole('listitem').count(), 3, kind);
      await assertFits(anna, kind);
      await assertAccessible(anna.page, kind);
    }
    const download = anna.page.waitForEvent('download');
    await anna.find('link', 'Download the certificate').click();
    const file = await (await download).path();
    const given = new X509Certificate(await readFile(file));
    assert.ok(given.ca && given.verify(given.publicKey), 'an authority');
    await anna.page.getByText('What you trust').click();
    await anna.sees(given.fingerprint256);
    await server.printed(new RegExp(given.fingerprint256));
    await assertAccessible(anna.page, 'what one trusts');
    await anna.page.goto(`${lan.http}/`);
    await anna.find('link', open).waitFor();
    await assertAccessible(anna.page, 'home without https');
  });
}

scenario(
  'an address that comes while the server runs is in its next certificate',
  async (world) => {
    const server = await world.startServer(...onLan());
    const lan = await lanOrigins(server);
    const authority = await authorityOf(lan.http);
    const before = await trustedKey(lan.https, authority);
    await changePath(world);
    const moved = lan.https.replace(/[\d.]+(?=:\d+$)/, lanAddress());
    assert.notEqual(moved, lan.https);
    let after: string | null = null;
    while (after === null) after = await trustedKey(moved, authority).catch(() => null);
    assert.notEqual(after, before);
  },
);
