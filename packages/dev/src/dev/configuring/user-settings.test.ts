import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from 'heddle/command';
import type { ConfiguredUser } from './config-file';
import { resolveUsers, type UserSettings } from './user-settings';

function users(given: readonly string[], configured: Readonly<Record<string, ConfiguredUser>> = {}): UserSettings[] {
    const config = { file: 'heddle.config.json', users: new Map(Object.entries(configured)) };
    return resolveUsers(given, config, ['Org1MSP', 'Org2MSP']);
}

describe('the users of heddle dev', () => {
    it.each([
        ['minter:role=minter', { name: 'minter', mspId: 'Org1MSP', attributes: { role: 'minter' } }],
        [
            'minter@Org2MSP:role=minter,level=3',
            { name: 'minter', mspId: 'Org2MSP', attributes: { role: 'minter', level: '3' } },
        ],
        ['ann', { name: 'ann', mspId: 'Org1MSP', attributes: {} }],
        [
            'ann:url=http://a:1?b=c,note=',
            { name: 'ann', mspId: 'Org1MSP', attributes: { url: 'http://a:1?b=c', note: '' } },
        ],
    ])('are named by an option as %s', (text, { attributes, ...user }) => {
        expect(users([text])).toEqual([
            { ...user, role: 'client', attributes: { 'hf.Type': 'client', ...attributes } },
        ]);
    });

    it('have the role that their type is, by which Fabric tells clients from admins', () => {
        expect(users(['boss:hf.Type=admin'])).toMatchObject([{ role: 'admin', attributes: { 'hf.Type': 'admin' } }]);
        expect(users([], { 'boss@Org2MSP': { type: 'peer' } })).toMatchObject([{ role: 'peer', mspId: 'Org2MSP' }]);
    });

    it('are those of the file, unless an option says otherwise', () => {
        const configured = { minter: { attributes: new Map([['role', 'minter']]) }, ann: { organization: 'Org2MSP' } };
        const found = users(['minter:role=other'], configured);
        expect(found.map(({ name, mspId, attributes }) => [name, mspId, attributes['role']])).toEqual([
            ['minter', 'Org1MSP', 'other'],
            ['ann', 'Org2MSP', undefined],
        ]);
    });

    it.each([
        ['', /^--user {2}has the name "", which no user can have: write NAME, or NAME@MSPID/],
        ['../etc:role=x', /has the name "\.\.\/etc", which no user can have/],
        ['a@b@c', /has the name "a@b@c", which no user can have/],
        ['minter:minter', /has "minter", which is no attribute: write .*minter@Org2MSP:role=minter,level=3/],
        ['minter:', /has "", which is no attribute/],
        ['minter:role=a,role=b', /has the attribute role twice: give each attribute once/],
        [
            'minter@Org3MSP',
            /is of the organization "Org3MSP", which is not here: choose one of Org1MSP, Org2MSP, or add/,
        ],
        ['boss:hf.Type=boss', /is of the type "boss", which Fabric does not have: choose one of client, admin, peer/],
    ])('are not %j', (text, message) => {
        const resolving = (): UserSettings[] => users([text]);
        expect(resolving).toThrow(ConfigurationError);
        expect(resolving).toThrow(message);
    });

    it('are named once, and say where they stand', () => {
        expect(() => users(['ann:a=1', 'ann:b=2'])).toThrow(
            /--user names ann@Org1MSP twice: give all attributes in one/,
        );
        expect(() => users([], { ann: { type: 'boss' } })).toThrow(
            /^users\.ann in heddle\.config\.json is of the type/,
        );
    });
});
