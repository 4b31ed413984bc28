import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CreateError } from '../reporting/create-error';
import { resolvePlace } from './project-name';

const HERE = join('/', 'home', 'ann');

function mistakeOf(name: string): string {
    try {
        resolvePlace(name, HERE);
        return 'none';
    } catch (error) {
        if (!(error instanceof CreateError)) throw error;
        expect(error.exitCode).toBe(2);
        return error.message;
    }
}

describe('the name of a project', () => {
    it.each([
        ['cars', join(HERE, 'cars'), 'cars'],
        ['work/big-cars', join(HERE, 'work', 'big-cars'), 'big-cars'],
        ['/tmp/cars_2', join('/', 'tmp', 'cars_2'), 'cars_2'],
        ['.', HERE, 'ann'],
        ['@acme/cars', join(HERE, 'cars'), '@acme/cars'],
    ])('%s has the folder %s', (given, folder, name) => {
        expect(resolvePlace(given, HERE)).toEqual({ folder, name });
    });

    it.each([
        ['', 'it is empty'],
        ['Cars', 'take lower-case letters, digits, and - or _ between them: "cars" would do'],
        ['Café 2', '"cafe-2" would do'],
        ['my.cars', '"my-cars" would do'],
        ['cars-', '"cars" would do'],
        ['a--b', '"a-b" would do'],
        ['日本', 'digits, and - or _ between them'],
        ['fs', 'Node.js has a module of that name: "fs-contract" would do'],
        ['f𝕊 ', '"fs-contract" would do'],
        ['node_modules', 'npm keeps packages under that name: "node_modules-contract" would do'],
        ['x'.repeat(215), 'up to 214 characters'],
    ])('is refused with what would do: %j', (given, expected) => {
        expect(mistakeOf(given)).toContain(expected);
    });

    it('is one that npm and Fabric take, or the message has one', () => {
        // Fabric: core/chaincode/lifecycle/scc.go, ChaincodeNameRegExp; npm: no upper case, no leading dot or underscore.
        const taken = (name: string): boolean =>
            /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/.test(name) && name === name.toLowerCase() && !name.startsWith('_');
        fc.assert(
            fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (given) => {
                const mistake = mistakeOf(given);
                const [, better = basename(given)] = /: "(.*)" would do$/.exec(mistake) ?? [];
                const isOpen = mistake !== 'none' && !mistake.endsWith('would do');
                return isOpen || (taken(better) && mistakeOf(better) === 'none') || given === '.';
            }),
        );
    });
});
