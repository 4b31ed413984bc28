import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { packChaincode } from './package-archive';

it('packs what tar unpacks, always the same bytes', () => {
    const options = {
        label: 'assets_1',
        connection: { address: 'host:9999', tls_required: false },
        files: { 'META-INF/statedb/couchdb/indexes/by-owner.json': '{}' },
    };
    const packed = packChaincode(options);
    expect(packChaincode(options)).toEqual(packed);
    expect(packed.packageId).toMatch(/^assets_1:[0-9a-f]{64}$/);

    const folder = mkdtempSync(join(tmpdir(), 'heddle-package-'));
    try {
        writeFileSync(join(folder, 'package.tgz'), packed.bytes);
        const unpack = (file: string): number | null => spawnSync('tar', ['xzf', file], { cwd: folder }).status;
        expect([unpack('package.tgz'), unpack('code.tar.gz')]).toEqual([0, 0]);
        const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
        expect(read('metadata.json')).toEqual({ type: 'ccaas', label: 'assets_1' });
        expect(read('connection.json')).toEqual(options.connection);
        expect(read('META-INF/statedb/couchdb/indexes/by-owner.json')).toEqual({});
    } finally {
        rmSync(folder, { recursive: true });
    }
});
