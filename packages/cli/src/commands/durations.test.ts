import { describe, expect, it } from '@jest/globals';
import { resolveChaincodeSource } from '../chaincodes/chaincode-source';
import { CHAINCODES_SETTINGS } from '../chaincodes/chaincodes-options';
import { CLIENT_SETTINGS } from '../dialling/client-options';
import { resolveClientSettings } from '../dialling/client-settings';
import { Environment, optionOf, type Setting } from '../input/environment';
import { ROUTER_SETTINGS } from '../routing/router-options';
import { resolveRouterSettings } from '../routing/router-settings';
import { SERVER_SETTINGS } from '../serving/server-options';

/** The first that a timer of Node.js does not take: it fires at once. */
const TOO_LONG = String(2 ** 31);
const SERVER = { '--chaincode-id': 'a:1', '--chaincode-address': '127.0.0.1:0' };
const START = { '--chaincode-id-name': 'a:1', '--peer.address': '127.0.0.1:1' };
const ROUTER = { '--chaincode-address': '127.0.0.1:0', '--server': '127.0.0.1:1' };

interface Taken {
    readonly command: string;
    readonly settings: Readonly<Record<string, Setting>>;
    readonly others: Readonly<Record<string, string>>;
    readonly resolve: (environment: Environment) => unknown;
}

const COMMANDS: readonly Taken[] = [
    {
        command: 'server',
        settings: { ...SERVER_SETTINGS, ...CHAINCODES_SETTINGS },
        others: { ...SERVER, '--max-transactions': '1' },
        resolve: resolveChaincodeSource,
    },
    {
        command: 'start',
        settings: CLIENT_SETTINGS,
        others: { ...START, '--max-transactions': '1' },
        resolve: resolveClientSettings,
    },
    { command: 'router', settings: ROUTER_SETTINGS, others: ROUTER, resolve: resolveRouterSettings },
];

const CASES = COMMANDS.flatMap(({ command, settings, others, resolve }) =>
    Object.values(settings)
        .filter(({ flags }) => flags.endsWith('<ms>'))
        .map((setting) => ({ command, option: optionOf(setting), others, resolve })),
);

describe('a time that no timer takes', () => {
    it('can be given by the options that this looks at', () => {
        expect(CASES.length).toBeGreaterThan(15);
    });

    it.each(CASES)('is refused by $option of heddle $command', ({ option, others, resolve }) => {
        const commandLine = new Map(Object.entries({ ...others, [option]: TOO_LONG }));
        expect(() => resolve(new Environment(commandLine, {}))).toThrow(
            new RegExp(`^${option.replaceAll('.', '\\.')} is "${TOO_LONG}".*: set .* from \\d to \\d+$`),
        );
    });
});
