import { join } from 'node:path';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { JsonFile, writeTextFile } from './json-file';

function read(text: string): JsonFile {
    using folder = new TemporaryFolder();
    folder.write('package.json', text);
    return JsonFile.read(join(folder.path, 'package.json'));
}

const sections = fc.dictionary(
    fc.stringMatching(/^[a-z-]{1,8}$/),
    fc.dictionary(fc.stringMatching(/^[a-z-]{1,8}$/), fc.string()),
);
const layouts = fc.record({
    indentation: fc.constantFrom('  ', '    ', '\t'),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    end: fc.constantFrom('', '\n'),
});

describe('a JSON file', () => {
    it('is, to the character, what it was, when what was set is taken out again', () => {
        fc.assert(
            fc.property(sections, layouts, (value, { indentation, lineEnd, end }) => {
                const text =
                    JSON.stringify({ name: 'cc', ...value }, undefined, indentation).replaceAll('\n', lineEnd) + end;
                const file = read(text);
                file.set(['heddle', 'adopted', 'dependencies', 'fabric-shim'], '~2.5');
                file.set(['heddle', 'adopted', 'overrides', 'fabric-shim'], null);
                expect(file.get(['heddle', 'adopted', 'dependencies'])).toEqual({ 'fabric-shim': '~2.5' });
                file.set(['heddle', 'adopted'], undefined);
                expect(file.text).toBe(text);
            }),
        );
    });

    it('keeps what its author has written by hand', () => {
        const file = read(
            '{ "name": "cc",\n  "files": ["a", "b"],\n"dependencies": {"fabric-shim":"~2.5", "x": "1"} }',
        );
        file.set(['dependencies', 'fabric-shim'], 'npm:x');
        expect(file.text).toBe(
            '{ "name": "cc",\n  "files": ["a", "b"],\n"dependencies": {"fabric-shim":"npm:x", "x": "1"} }',
        );
    });

    it.each([
        ['[]', 'it is no object'],
        ['{"a": 1,\n "b" }', 'ColonExpected in line 2'],
        ['', 'ValueExpected in line 1'],
    ])('is refused as %j', (text, reason) => {
        expect(() => read(text)).toThrow(`is not what npm reads (${reason}): correct it`);
    });

    it('that is not there is named, with what to do', () => {
        expect(() => JsonFile.read('/nowhere/package.json')).toThrow(
            "/nowhere/package.json cannot be read (ENOENT: no such file or directory): run the command in the folder of your chaincode's package, or name it by --module-path",
        );
    });

    it('that cannot be written is named, with what to do', () => {
        expect(() => {
            writeTextFile('/nowhere/package.json', '{}');
        }).toThrow('/nowhere/package.json cannot be written (ENOENT: no such file or directory): make it writable');
    });
});
