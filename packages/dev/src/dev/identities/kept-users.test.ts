import { existsSync } from 'node:fs';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { usersOf } from './kept-users';
import { openOrganization } from './organization-folder';

describe('the users of an organization', () => {
    it('are those that have a folder, whatever else a file manager has put beside them, User1 first', () => {
        using folder = new TemporaryFolder();
        openOrganization(folder.path, 'Org1MSP', [{ name: 'ann@org1.example.com', role: 'client' }]);
        folder.write('peerOrganizations/org1.example.com/users/.DS_Store', '');
        folder.write('peerOrganizations/org1.example.com/users/copy of User1/note.txt', '');
        const users = usersOf(folder.path, 'Org1MSP');
        expect(users.map(({ user }) => user)).toEqual(['User1', 'Admin', 'ann@org1.example.com']);
        expect(users.every(({ certificatePath }) => existsSync(certificatePath))).toBe(true);
    });

    it('are an empty list where nothing is kept', () => {
        using folder = new TemporaryFolder();
        expect(usersOf(folder.path, 'Org1MSP')).toEqual([]);
    });
});
