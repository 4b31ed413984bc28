import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findFabricBinaries } from './fabric-binaries';
import { runConformance } from './run-conformance';

const COMMANDS = ['peer', 'orderer', 'configtxgen', 'cryptogen', 'osnadmin'];
let root = '';

beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'heddle-binaries-'));
});

afterEach(() => {
    rmSync(root, { recursive: true });
});

/** A folder with programs that know their version only. */
function folderWith(path: string, version: string, commands: readonly string[] = COMMANDS): string {
    for (const command of commands) {
        const file = join(root, path, command);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `#!/bin/sh\nprintf 'peer:\\n Version: ${version}\\n'\n`, { mode: 0o755 });
    }
    return join(root, path);
}

function found(line: '2.5' | '3.1', environment: NodeJS.ProcessEnv): string {
    const result = findFabricBinaries(line, environment);
    return 'missing' in result ? result.missing : `${result.binaries.version} ${result.binaries.command('orderer')}`;
}

describe("the search for Fabric's binaries", () => {
    it('finds each line in a list of folders', () => {
        const old = folderWith('old', 'v2.5.16');
        const recent = folderWith('new', 'v3.1.5');
        const environment = { FABRIC_BIN: `${old}:${recent}` };
        expect(found('2.5', environment)).toBe(`v2.5.16 ${join(old, 'orderer')}`);
        expect(found('3.1', environment)).toBe(`v3.1.5 ${join(recent, 'orderer')}`);
    });

    it('looks into a bin folder within, and on PATH last', () => {
        const release = dirname(folderWith('release/bin', 'v3.1.5'));
        const path = folderWith('path', 'v3.1.4');
        expect(found('3.1', { PATH: path })).toBe(`v3.1.4 ${join(path, 'orderer')}`);
        expect(found('3.1', { FABRIC_BIN: release, PATH: path })).toBe(`v3.1.5 ${join(release, 'bin/orderer')}`);
    });

    it('says what is there instead', () => {
        const other = folderWith('other', 'v2.4.9');
        const partial = folderWith('partial', 'v3.1.5', ['peer', 'orderer', 'cryptogen']);
        expect(found('3.1', { FABRIC_BIN: `${other}:${partial}` })).toBe(
            `no binaries of Fabric 3.1: ${other} has v2.4.9; ${partial} has v3.1.5 without configtxgen, osnadmin. ` +
                'Unpack a release of Fabric 3.1 and put its bin folder, with peer, orderer, configtxgen, cryptogen, ' +
                'osnadmin, into FABRIC_BIN or on PATH',
        );
        expect(found('2.5', {})).toContain('there is no peer in FABRIC_BIN nor on PATH');
    });
});

describe('the command', () => {
    it('refuses a version that it does not know', () => {
        const lines: string[] = [];
        expect(runConformance(['--version', '2.2'], (line) => lines.push(line))).toBe(2);
        expect(lines).toEqual(['--version 2.2: expected one of 2.5, 3.1']);
    });

    it('skips with the reason where there are no binaries', () => {
        const { FABRIC_BIN, PATH } = process.env;
        const lines: string[] = [];
        Object.assign(process.env, { FABRIC_BIN: root, PATH: root });
        try {
            expect(runConformance([], (line) => lines.push(line))).toBe(0);
        } finally {
            Object.assign(process.env, { PATH });
            if (FABRIC_BIN === undefined) delete process.env['FABRIC_BIN'];
            else process.env['FABRIC_BIN'] = FABRIC_BIN;
        }
        expect(lines).toEqual([
            expect.stringMatching(
                /^Fabric 2\.5: skipped: no binaries of Fabric 2\.5: there is no peer .* no Go on PATH$/,
            ),
            expect.stringMatching(
                /^Fabric 3\.1: skipped: no binaries of Fabric 3\.1: there is no peer .* no Go on PATH$/,
            ),
        ]);
    });
});
