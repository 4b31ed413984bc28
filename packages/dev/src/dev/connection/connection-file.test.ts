import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from 'heddle/command';
import { connectionFileOf, findConnection, makeDevFolder, removeConnection, writeConnection } from './connection-file';
import type { DevConnection } from './dev-connection';

const CONNECTION: DevConnection = {
    version: 1,
    processId: process.pid,
    gateway: '127.0.0.1:7051',
    tlsRootCertPath: '/crypto/tls/ca.crt',
    channel: 'mychannel',
    chaincode: 'basic',
    organizations: [
        {
            mspId: 'Org1MSP',
            gateway: '127.0.0.1:7051',
            tlsRootCertPath: '/crypto/tls/ca.crt',
            certificatePath: '/crypto/cert.pem',
            privateKeyPath: '/crypto/priv_sk',
        },
    ],
};

describe('the connection of a running heddle dev', () => {
    it('is found as it was written, in a folder that git leaves out, until it is removed', () => {
        using folder = new TemporaryFolder();
        expect(findConnection(folder.path)).toBeUndefined();
        makeDevFolder(folder.path);
        writeConnection(folder.path, CONNECTION);
        expect(findConnection(folder.path)).toEqual(CONNECTION);
        expect(readFileSync(join(folder.path, '.heddle', '.gitignore'), 'utf8')).toBe('*\n');
        removeConnection(folder.path);
        expect(findConnection(folder.path)).toBeUndefined();
        removeConnection(folder.path);
    });

    it('does not count when the process that wrote it is gone', () => {
        using folder = new TemporaryFolder();
        const { pid } = spawnSync(process.execPath, ['--version']);
        makeDevFolder(folder.path);
        writeConnection(folder.path, { ...CONNECTION, processId: pid });
        expect(findConnection(folder.path)).toBeUndefined();
    });

    it('is left to the process that has written it since', () => {
        using folder = new TemporaryFolder();
        makeDevFolder(folder.path);
        writeConnection(folder.path, { ...CONNECTION, processId: process.ppid });
        removeConnection(folder.path);
        expect(existsSync(connectionFileOf(folder.path))).toBe(true);
    });

    it.each(['', '{', 'null', '{}', JSON.stringify({ ...CONNECTION, version: 2 })])('is not %j', (content) => {
        using folder = new TemporaryFolder();
        folder.write('.heddle/connection.json', content);
        expect(() => findConnection(folder.path)).toThrow(ConfigurationError);
        removeConnection(folder.path);
        expect(existsSync(connectionFileOf(folder.path))).toBe(true);
    });
});
