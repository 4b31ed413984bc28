import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalPeer } from '@heddle/local-peer';
import { ROOT } from '../repository/source-files';
import { type BuiltImage, ImageBuild } from './image-build';
import { ImageProcess } from './image-process';
import { createPackage } from './package-context';

const PACKAGE_ID = `asset-transfer_1:${'0'.repeat(64)}`;
const ASSET = { id: 'a1', color: 'red', size: 5, owner: 'ann', appraisedValue: 300 };

/**
 * Takes the steps of deploy/Dockerfile for an example, without Docker, starts what comes of it, and calls it as a peer
 * does. It needs a registry for what our packages depend on.
 *
 * @throws Error where a step fails, or the server does not answer, or does not end as it should
 */
export async function checkImage(print: (line: string) => void): Promise<void> {
    const root = mkdtempSync(join(tmpdir(), 'heddle-image-'));
    try {
        const context = await createPackage(root);
        const dockerfile = readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8');
        const image = await new ImageBuild(context, root).run(dockerfile, print);
        await serve(image, print);
    } finally {
        rmSync(root, { recursive: true });
    }
}

async function serve(image: BuiltImage, print: (line: string) => void): Promise<void> {
    await using server = new ImageProcess(image, {
        CORE_CHAINCODE_ID: PACKAGE_ID,
        CORE_CHAINCODE_ADDRESS: '127.0.0.1:0',
        CORE_OPERATIONS_ADDRESS: '127.0.0.1:0',
    });
    const address = await server.address(/^listening/);
    const operations = await server.address(/^\/healthz/);
    for (const page of ['healthz', 'readyz']) {
        const { status } = await fetch(`http://${operations}/${page}`);
        print(`GET /${page}: ${status}`);
        if (status !== 200) throw new Error(`/${page} answered ${status}, not 200`);
    }
    print(`createAsset: ${await callAsPeer(address)}`);
    const code = await server.terminate();
    print(`SIGTERM: exit code ${String(code)}`);
    if (code !== 0) throw new Error(`it ended with ${String(code)} at SIGTERM, not with 0`);
}

async function callAsPeer(address: string): Promise<string> {
    const peer = await LocalPeer.start();
    try {
        peer.install({ name: 'asset-transfer', packageId: PACKAGE_ID, connect: { address } });
        const args = [JSON.stringify(ASSET)];
        const result = await peer.submit({ chaincode: 'asset-transfer', function: 'createAsset', args });
        if (result.commit?.status === 'VALID') return 'VALID';
        throw new Error(`createAsset answered ${result.status} ${result.message}`);
    } finally {
        await peer.close();
    }
}
