import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Environment } from '../input/environment';
import { ConfigurationError } from '../reporting/command-error';
import { resolveServerSettings, type ServerSettings } from './server-settings';

const REQUIRED = { CORE_CHAINCODE_ID: 'basic:1', CORE_CHAINCODE_ADDRESS: '127.0.0.1:9999' };

function settings(variables: Record<string, string>, options: Record<string, string> = {}): ServerSettings {
    return resolveServerSettings(new Environment(new Map(Object.entries(options)), { ...REQUIRED, ...variables }));
}

describe('the settings of the server', () => {
    it('need an id and an address, and have a default for everything else', () => {
        expect(settings({})).toEqual({
            packageId: 'basic:1',
            address: '127.0.0.1:9999',
            modulePath: process.cwd(),
            logLevel: 'info',
            workers: 0,
            graceMs: 25_000,
            silencedWarnings: [],
            contracts: {
                lenientReadonly: false,
                secondEvent: 'refuse',
                exposeErrors: false,
                logArguments: false,
                silencedWarnings: [],
            },
        });
    });

    it('come from variables', () => {
        const variables = {
            CORE_PEER_LOCALMSPID: 'Org1MSP',
            CORE_MODULE_PATH: '/srv/contract',
            CORE_CHAINCODE_LOGGING_LEVEL: 'DEBUG',
            CORE_SHUTDOWN_GRACE_MS: '1',
            CORE_REGISTRATION_TIMEOUT_MS: '2',
            CORE_TRANSACTION_TIMEOUT_MS: '3',
            CORE_WORKERS: '6',
            CORE_GRPC_KEEPALIVE_TIME_MS: '4',
            CORE_GRPC_KEEPALIVE_TIMEOUT_MS: '5',
            CORE_LENIENT_READONLY: 'true',
            CORE_LENIENT_EVENTS: 'true',
            CORE_EXPOSE_ERRORS: 'true',
        };
        expect(settings(variables)).toMatchObject({
            mspId: 'Org1MSP',
            modulePath: resolve('/srv/contract'),
            logLevel: 'debug',
            graceMs: 1,
            registrationTimeoutMs: 2,
            transactionTimeoutMs: 3,
            workers: 6,
            keepaliveTimeMs: 4,
            keepaliveTimeoutMs: 5,
            contracts: { lenientReadonly: true, secondEvent: 'replace', exposeErrors: true, logArguments: false },
        });
    });

    it('come from options before variables', () => {
        const options = { '--chaincode-id': 'other:2', '--grpc.keepalive_time_ms': '7', '--module-path': 'dist' };
        expect(settings({ CORE_GRPC_KEEPALIVE_TIME_MS: '4', CORE_MODULE_PATH: '/srv' }, options)).toMatchObject({
            packageId: 'other:2',
            keepaliveTimeMs: 7,
            modulePath: resolve('dist'),
        });
    });

    it.each([
        ['CRITICAL', 'silent'],
        ['ERROR', 'error'],
        ['WARNING', 'warn'],
        ['INFO', 'info'],
        ['DEBUG', 'debug'],
        ['info', 'info'],
    ])('know the level %s', (name, level) => {
        expect(settings({ CORE_CHAINCODE_LOGGING_LEVEL: name }).logLevel).toBe(level);
    });

    it.each([
        ['127.0.0.1:0', '127.0.0.1:0'],
        ['asset-transfer.default.svc:9999', 'asset-transfer.default.svc:9999'],
        ['[::1]:9999', '[::1]:9999'],
        [':9999', ':9999'],
    ])('take the address %s', (given, address) => {
        expect(settings({ CORE_CHAINCODE_ADDRESS: given }).address).toBe(address);
    });

    it.each(['9999', 'localhost', 'localhost:', 'localhost:65536', 'http://localhost:9999', '::1:9999', 'a b:1'])(
        'refuse the address %s',
        (address) => {
            expect(() => settings({ CORE_CHAINCODE_ADDRESS: address })).toThrow(
                new ConfigurationError(
                    `CORE_CHAINCODE_ADDRESS is ${JSON.stringify(address)}, which is no address: set --chaincode-address or the variable CORE_CHAINCODE_ADDRESS to a host and a port, such as 0.0.0.0:9999`,
                ),
            );
        },
    );

    it.each(['"basic:1"', 'basic:1\n', ' basic:1'])('refuse the id %j, which no peer has', (id) => {
        expect(() => settings({ CHAINCODE_ID: id, CORE_CHAINCODE_ID: '' })).toThrow(
            /^CHAINCODE_ID is .*, which has white space or quotes in it: set --chaincode-id or the variable CORE_CHAINCODE_ID/,
        );
    });

    it.each(['-1', '1.5', '1e3', 'soon', '2147483648'])('refuse a time of %s', (time) => {
        expect(() => settings({}, { '--shutdown-grace-ms': time })).toThrow(
            `--shutdown-grace-ms is "${time}", which is no time: set --shutdown-grace-ms or the variable CORE_SHUTDOWN_GRACE_MS to milliseconds from 0 to 2147483647`,
        );
    });

    it.each(['true', 'True', 'TRUE'])('take a switch that is %s', (value) => {
        const { contracts } = settings({ CORE_EXPOSE_ERRORS: value });
        expect(contracts.exposeErrors).toBe(true);
    });

    it('refuse a switch that is neither on nor off', () => {
        expect(settings({ CORE_EXPOSE_ERRORS: 'false' }).contracts.exposeErrors).toBe(false);
        expect(() => settings({ CORE_EXPOSE_ERRORS: 'yes' })).toThrow(
            'CORE_EXPOSE_ERRORS is "yes", which is neither: set the variable CORE_EXPOSE_ERRORS to true or false, or give --expose-errors',
        );
    });

    it('refuse a level that nobody knows', () => {
        expect(() => settings({ CORE_CHAINCODE_LOGGING_LEVEL: 'LOUD' })).toThrow(
            'CORE_CHAINCODE_LOGGING_LEVEL is "LOUD", which is not a level: set --log-level or the variable CORE_CHAINCODE_LOGGING_LEVEL to one of CRITICAL, ERROR, WARNING, INFO, DEBUG',
        );
    });
});
