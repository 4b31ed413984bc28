import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestNetwork } from '@heddle/testing';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const MAIN = join(__dirname, 'main.js');
const README = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

/** Ids of assets and numbers of blocks are others each time. */
function normalize(output: string): string {
    return output.replaceAll(/asset\d+/g, 'ASSET').replaceAll(/block \d+/g, 'block N');
}

describe('the client application', () => {
    const folder = mkdtempSync(join(tmpdir(), 'client-application-'));
    let net: TestNetwork<{ contracts: readonly [typeof AssetTransfer] }>;
    let environment: Record<string, string>;

    beforeAll(async () => {
        net = await TestNetwork.start({ contracts: [AssetTransfer], name: 'asset-transfer' });
        const { address } = await net.peer.listen();
        const { certificate, privateKey } = net.peer.organization.createMember({ name: 'ann' });
        environment = {
            PEER_ENDPOINT: address,
            CERT_DIRECTORY_PATH: writeAlone('signcerts', certificate),
            KEY_DIRECTORY_PATH: writeAlone('keystore', privateKey.export({ format: 'pem', type: 'pkcs8' })),
        };
    });

    afterAll(async () => {
        await net.close();
        rmSync(folder, { recursive: true });
    });

    function writeAlone(name: string, pem: string | Buffer): string {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'file.pem'), pem);
        return join(folder, name);
    }

    it('submits, signs offline, follows events and tells failures apart, as the README shows', async () => {
        const { stdout } = await run(process.execPath, [MAIN], { env: environment });
        const [, shown = ''] = /^```text\n([^]*?)^```$/m.exec(README) ?? [];
        expect(shown).toContain('signed offline');
        expect(normalize(stdout)).toBe(normalize(shown));
    });

    it('ends with a reason and exit code 1 where nobody listens', async () => {
        const nowhere = run(process.execPath, [MAIN], { env: { ...environment, PEER_ENDPOINT: '127.0.0.1:1' } });
        const failure = await nowhere.catch((error: unknown) => error);
        expect(failure).toMatchObject({ code: 1 });
        expect((failure as { stderr: string }).stderr).toMatch(/^the application failed: .*127\.0\.0\.1:1/);
    });
});
