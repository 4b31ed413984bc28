import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ArchiveError } from './archive-error';
import { crc32 } from './crc32';
import { gunzip, gzipStored } from './gzip';
import { TAR_BLOCK_BYTES, TAR_FIELDS, tarChecksum } from './tar-header';
import { readTar } from './tar-reader';
import { createTar } from './tar-writer';

/** Long ones and those of any script have an extended header. */
const SEGMENT = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_. -]{1,60}$/),
    fc.stringMatching(/^[a-z]{80,200}$/),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => text.replaceAll(/[/\0]/g, '-')),
);
const FILES = fc.uniqueArray(
    fc.record({
        name: fc.array(SEGMENT, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
        content: fc.uint8Array({ maxLength: 1500 }),
    }),
    { selector: ({ name }) => name, maxLength: 6 },
);
const BYTES = fc.uint8Array({ maxLength: 200_000, size: 'max' });

/** Entries whose header a test changes; the checksum is made anew. */
function changed(change: (header: Buffer) => void): Buffer {
    const tar = createTar([{ name: 'connection.json', content: Buffer.of() }]);
    const header = tar.subarray(0, TAR_BLOCK_BYTES);
    change(header);
    header.write(`${tarChecksum(header).toString(8).padStart(6, '0')}\0 `, TAR_FIELDS.checksum.start);
    return tar;
}

describe('a tar archive', () => {
    it('gives back the files, sorted, whatever their order', () => {
        fc.assert(
            fc.property(FILES, (files) => {
                const tar = createTar(files);
                expect(createTar([...files].reverse()).equals(tar)).toBe(true);
                const byBytes = (one: string, other: string): number =>
                    Buffer.compare(Buffer.from(one), Buffer.from(other));
                const sorted = files.map(({ name }) => name).sort(byBytes);
                const entries = readTar(tar);
                expect(entries.map(({ name }) => name)).toEqual(sorted);
                for (const { name, kind, mode, content } of entries) {
                    expect({ kind, mode }).toEqual({ kind: 'file', mode: 0o644 });
                    expect(content.equals(files.find((file) => file.name === name)?.content ?? Buffer.of(0))).toBe(
                        true,
                    );
                }
            }),
        );
    });

    it('has the bytes that it always had', () => {
        const tar = createTar([{ name: 'a/b', content: Buffer.from('hello') }]);
        expect(tar.length).toBe(4 * TAR_BLOCK_BYTES);
        expect(tar.toString('latin1', 0, 8)).toBe('a/b\0\0\0\0\0');
        expect(tar.toString('latin1', 100, 157)).toBe(
            '0000644\x000000000\x000000000\x0000000000005\x0000000000000\x00007564\x00 0',
        );
        expect(tar.toString('latin1', 257, 265)).toBe('ustar\x0000');
    });

    it('refuses a file without a name', () => {
        expect(() => createTar([{ name: '', content: Buffer.of() }])).toThrow(ArchiveError);
    });

    it('refuses two files of one name', () => {
        const file = { name: 'a', content: Buffer.of() };
        expect(() => createTar([file, file])).toThrow('two files of one name');
    });

    it('reads a name whose folders need the prefix', () => {
        const name = `${'folder/'.repeat(20)}file.json`;
        expect(readTar(createTar([{ name, content: Buffer.of() }]))[0]?.name).toBe(name);
    });

    it('fails as an archive only, whatever the bytes', () => {
        const tar = createTar([{ name: 'metadata.json', content: Buffer.from('{}') }]);
        fc.assert(
            fc.property(
                fc.nat(tar.length - 1),
                fc.integer({ min: 0, max: 255 }),
                fc.nat(tar.length),
                (at, byte, end) => {
                    const bytes = Buffer.from(tar);
                    bytes[at] = byte;
                    const outcome = ((): unknown => {
                        try {
                            return readTar(bytes.subarray(0, end));
                        } catch (error) {
                            return error;
                        }
                    })();
                    expect(Array.isArray(outcome) || outcome instanceof ArchiveError).toBe(true);
                },
            ),
            { numRuns: 500 },
        );
    });

    it.each([
        ['a link', '2', 'link'],
        ['a hard link', '1', 'link'],
        ['a device', '3', 'device'],
        ['a pipe', '6', 'device'],
        ['a sparse file', 'S', 'sparse file'],
        ['a global header', 'g', 'global header'],
        ['something unheard of', 'Z', 'unknown entry'],
        ['a file of old archives', '\0', 'file'],
    ])('tells %s', (_what, type, kind) => {
        expect(readTar(changed((header) => header.write(type, TAR_FIELDS.type.start)))[0]?.kind).toBe(kind);
    });

    it('takes the permissions as they are', () => {
        expect(readTar(changed((header) => header.write('0000000\0', TAR_FIELDS.mode.start)))[0]?.mode).toBe(0);
    });

    it.each([
        ['a size beyond the archive', '77777777777\0', /^is cut off in connection\.json$/],
        ['a negative size', '\xff'.repeat(12), /^has a number out of range$/],
        ['a size of 2^63 in binary', `\x80\0\0\0\x80${'\0'.repeat(7)}`, /^has a number out of range$/],
        ['a size that is no number', 'not a number', /^is not tar$/],
    ])('refuses %s', (_what, size, message) => {
        expect(() => readTar(changed((header) => header.write(size, TAR_FIELDS.size.start, 'latin1')))).toThrow(
            message,
        );
    });

    it('refuses more entries than any package has', () => {
        const one = createTar([{ name: 'a', content: Buffer.of() }]).subarray(0, TAR_BLOCK_BYTES);
        expect(() => readTar(Buffer.concat(Array.from({ length: 10_001 }, () => one)))).toThrow(
            'more than 10000 entries',
        );
    });

    it('reads names and sizes of extended headers', () => {
        const name = `${'long/'.repeat(60)}file`;
        const extended = (type: string, content: string): Buffer => {
            const tar = createTar([{ name: 'extended', content: Buffer.from(content) }]).subarray(
                0,
                2 * TAR_BLOCK_BYTES,
            );
            const length = TAR_BLOCK_BYTES + Math.ceil(content.length / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
            const header = Buffer.from(tar.subarray(0, length));
            header.write(type, TAR_FIELDS.type.start);
            header.write(`${tarChecksum(header.subarray(0, 512)).toString(8).padStart(6, '0')}\0 `, 148);
            return header;
        };
        const file = createTar([{ name: 'short', content: Buffer.from('content') }]);
        const record = ` path=${name}\n`;
        const pax = extended('x', `${record.length + 3}${record}`);
        for (const ahead of [extended('L', `${name}\0`), pax]) {
            const [entry] = readTar(Buffer.concat([ahead, file]));
            expect(entry).toMatchObject({ name, kind: 'file' });
            expect(entry?.content.toString()).toBe('content');
        }
        expect(() => readTar(Buffer.concat([extended('x', '99 path=a\n'), file]))).toThrow('extended header');
        const sparse = ' GNU.sparse.major=1\n';
        const [entry] = readTar(Buffer.concat([extended('x', `${sparse.length + 2}${sparse}`), file]));
        expect(entry?.kind).toBe('sparse file');
    });
});

// Our archives are held to the rules elsewhere in this file; a machine without tar lacks the second opinion only.
(spawnSync('tar', ['--version']).status === 0 ? describe : describe.skip)('a tar archive of ours', () => {
    it('is understood by the tar of this machine, and the other way round', () => {
        using folder = new TemporaryFolder();
        const file = folder.write(
            'ours.tar',
            createTar([{ name: 'META-INF/a.json', content: Buffer.from('{"a":1}') }]),
        );
        const listed = execFileSync('tar', ['-tvf', file], { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
        expect(listed).toMatch(/^-rw-r--r--.*1970.* META-INF\/a\.json\n$/);
        const names = ['größe.json', `${'x'.repeat(150)}.json`];
        const extended = folder.write('extended.tar', createTar(names.map((name) => ({ name, content: Buffer.of() }))));
        execFileSync('tar', ['-xf', extended, '-C', folder.path]);
        expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(names));
        folder.write('source/b/c.txt', 'hello');
        execFileSync('tar', ['-cf', `${folder.path}/theirs.tar`, '-C', `${folder.path}/source`, '.']);
        const theirs = readTar(execFileSync('cat', [`${folder.path}/theirs.tar`]));
        expect(theirs.map(({ name, kind }) => [name, kind])).toEqual([
            ['./', 'folder'],
            ['./b/', 'folder'],
            ['./b/c.txt', 'file'],
        ]);
        expect(theirs[2]?.content.toString()).toBe('hello');
    });
});

describe('gzip', () => {
    it('is undone by zlib and by ours', () => {
        fc.assert(
            fc.property(BYTES, (bytes) => {
                const zipped = gzipStored(bytes);
                expect(gunzipSync(zipped).equals(bytes)).toBe(true);
                expect(gunzip(zipped).equals(bytes)).toBe(true);
            }),
            { numRuns: 30 },
        );
    });

    it('has the checksum of RFC 1952', () => {
        expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    });

    it('has no trace of the machine', () => {
        expect(gzipStored(Buffer.from('a')).toString('hex')).toBe('1f8b08000000000000ff010100feff6143beb7e801000000');
    });

    it.each([
        ['what is no gzip', Buffer.from('PK'), /^is not gzip$/],
        ['nothing', Buffer.of(), /^is not gzip$/],
        ['what is cut off', gzipSync('hello').subarray(0, -5), /^is damaged gzip \(unexpected end of file\)$/],
        ['what is damaged', Buffer.from('1f8b08000000000000ffff', 'hex'), /^is damaged gzip/],
        ['what unpacks to too much', gzipSync(Buffer.alloc(1_000_000)), /^unpacks to more than 1000 bytes$/],
    ])('refuses %s', (_what, bytes, message) => {
        expect(() => gunzip(bytes, 1000)).toThrow(message);
    });
});
