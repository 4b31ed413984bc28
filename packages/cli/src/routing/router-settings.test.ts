import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { Environment } from '../input/environment';
import { resolveRouterSettings, type RouterSettings } from './router-settings';

function settingsOf(options: Readonly<Record<string, string>>, variables: NodeJS.ProcessEnv = {}): RouterSettings {
    return resolveRouterSettings(new Environment(new Map(Object.entries(options)), variables));
}

describe('the settings of a router', () => {
    it('are one route, by options or by variables', () => {
        const route = { address: ':9999', servers: ['a:1', 'b:2'], packageId: 'cc:1' };
        const options = { '--chaincode-address': ':9999', '--server': 'a:1,b:2', '--chaincode-id': 'cc:1' };
        expect(settingsOf(options).routes).toEqual([route]);
        const variables = {
            CORE_CHAINCODE_ADDRESS: ':9999',
            CORE_ROUTER_SERVERS: 'a:1, b:2',
            CORE_CHAINCODE_ID: 'cc:1',
        };
        expect(settingsOf({}, variables).routes).toEqual([route]);
    });

    it.each([
        [
            { '--chaincode-address': ':9999' },
            'the servers are missing: set --server or the variable CORE_ROUTER_SERVERS',
        ],
        [{ '--server': 'a:1' }, 'the address to listen at is missing'],
        [
            { '--chaincode-address': ':9999', '--server': 'a:1', '--server-tls-name': 'a' },
            '--server-tls-name is set, and nothing says by which authority to trust servers',
        ],
        [{ '--config': 'a.json', '--server': 'a:1' }, '--server is set, and so is --config'],
        [{ '--config': '/nowhere/a.json' }, '/nowhere/a.json cannot be read (ENOENT'],
        [{ '--chaincode-address': ':9999', '--server': 'a:1', '--server-wait-ms': 'long' }, 'which is no time'],
    ])('say what is wrong with %j', (options: Record<string, string>, text) => {
        expect(() => settingsOf(options)).toThrow(text);
    });

    it.each([
        ['{}', 'is no list of routes'],
        ['[{"servers": ["a:1"]}]', '[0].address is missing'],
        ['[{"address": ":1", "servers": []}]', '[0].servers is no list of servers: set it to host:port of each'],
        ['[{"address": ":1", "servers": ["a:1"], "server": 1}]', '[0].server means nothing'],
        ['[{"address": ":1", "servers": ["a:1"], "tls": {"key": "a", "cert": "b"}}]', '[0].tls.key names /'],
        ['[{"address": ":1", "servers": ["a:1"], "serverTls": {}}]', '[0].serverTls.rootCert is missing'],
    ])('say where in the file something is wrong: %s', (text, message) => {
        using folder = new TemporaryFolder();
        const file = folder.write('routes.json', text);
        expect(() => settingsOf({ '--config': file })).toThrow(message);
    });

    it('are the routes of the file, with TLS of their own or that of the options', () => {
        using folder = new TemporaryFolder();
        for (const name of ['key', 'cert', 'ca']) folder.write(`tls/${name}.pem`, `-----BEGIN ${name}-----`);
        const tls = { key: 'tls/key.pem', cert: 'tls/cert.pem', clientCACerts: 'tls/ca.pem' };
        const serverTls = { rootCert: 'tls/ca.pem', serverName: 'assets' };
        const own = { id: 'cc:1', address: ':1', hostname: 'one', servers: ['a:1'], tls, serverTls };
        const file = folder.write('routes.json', JSON.stringify([own, { address: ':2', servers: ['b:1'] }]));
        const authority = folder.write('other.pem', '-----BEGIN other-----');
        const { routes } = settingsOf({ '--config': file, '--server-tls-rootcert-file': authority });
        expect(routes[0]).toMatchObject({
            packageId: 'cc:1',
            hostname: 'one',
            tls: { key: Buffer.from('-----BEGIN key-----'), clientCACerts: Buffer.from('-----BEGIN ca-----') },
            serverTls: { rootCert: Buffer.from('-----BEGIN ca-----'), serverName: 'assets' },
        });
        expect(routes[1]).toMatchObject({ serverTls: { rootCert: Buffer.from('-----BEGIN other-----') } });
    });
});
