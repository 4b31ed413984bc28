import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import { writeBlocked } from '../dev/connection/blocked-file';
import { type ChaincodeFunction, functionsIn } from './chaincode-functions';
import { type Failure, remedyFor } from './failure-remedies';
import type { Connection } from './gateway-connection';

const CONNECTION: Connection = {
    address: 'localhost:7051',
    tls: undefined,
    user: {
        mspId: 'Org1MSP',
        certificate: Buffer.alloc(0),
        key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    },
    channel: 'mychannel',
    chaincode: 'cars',
    timeoutMs: 60_000,
};

const CLIENTS = [
    { mspId: 'Org1MSP', users: ['Admin', 'User1'] },
    { mspId: 'Org2MSP', users: [] },
];

const FUNCTIONS: readonly ChaincodeFunction[] = [
    { name: 'createCar', parameters: ['id (string)', 'car (Car)'] },
    { name: 'readCar', parameters: ['id (string)'] },
    { name: 'Trucks:load', parameters: [] },
];

function failing(text: string, more: Partial<Failure> = {}): Failure {
    const texts = ['failed to endorse transaction, see attached details for more info', text];
    return { code: status.ABORTED, texts, connection: CONNECTION, ...more };
}

function calling(name: string, functions = FUNCTIONS): Failure['call'] {
    return { name, functions: () => Promise.resolve(functions) };
}

const HAS = 'The chaincode has createCar, readCar, Trucks:load';
const EXECUTING = 'error in simulation: failed to execute transaction 0123';
const REFUSED = 'the contract does not let this user of Org1MSP do that: call as another client';
const ON_DEV: Connection = { ...CONNECTION, dev: { folder: '/nowhere', clients: () => CLIENTS } };

const ROWS: Record<string, readonly [Failure, string]> = {
    'a client that may not call': [
        failing('chaincode response 403, ACCESS_DENIED: clients of Org1MSP may not call remove'),
        `${REFUSED}, by --msp-id with --msp-dir, or with --cert and --key`,
    ],
    'a client that is not known': [
        failing('chaincode response 401, NOT_SIGNED_IN: who are you?'),
        `${REFUSED}, by --msp-id with --msp-dir, or with --cert and --key`,
    ],
    'a client that may not call, of a network of heddle dev': [
        failing('chaincode response 403, ACCESS_DENIED: no', { connection: ON_DEV }),
        `${REFUSED}, by --as and --msp-id: Org1MSP has Admin, User1; Org2MSP has one user, without a name`,
    ],
    'an id that is not there': [
        failing('chaincode response 404, CAR_NOT_FOUND: no car has the id a7', { call: calling('readCar') }),
        'what the arguments name is not in the ledger of mychannel: check the id, and that the transaction that makes it is VALID',
    ],
    'results that differ': [
        failing('ProposalResponsePayloads do not match'),
        'the peers computed different results: the function is not deterministic, as by new Date() or Math.random(), ' +
            'or another version of the chaincode runs at one of them',
    ],
    'a result that differs in the second run': [
        failing('cars.create is not deterministic: two runs of one transaction on the same ledger differ'),
        'correct the function; heddle dev runs each submitted one twice to find this, unless it has --determinism off',
    ],
    'a chaincode that does not answer a peer in time': [
        failing(`${EXECUTING}: timeout expired while executing transaction`),
        "the chaincode has not answered within the peer's execute timeout: it takes long, or waits for what does not " +
            "come; core.yaml's chaincode.executetimeout gives it another time",
    ],
    'a chaincode that does not answer heddle dev in time': [
        failing(`${EXECUTING}: timeout expired while executing transaction`, { connection: ON_DEV }),
        "the chaincode has not answered within the peer's execute timeout: it takes long, or waits for what does not " +
            'come; --execute-timeout-ms of heddle dev gives it another time',
    ],
    'a chaincode that ends in the transaction': [
        failing(`${EXECUTING}: error sending: chaincode stream terminated`),
        "the chaincode's process ended, or lost its connection, while the transaction ran: its log tells why",
    ],
    'a chaincode that the peer cannot reach': [
        failing(`${EXECUTING}: could not launch chaincode basic:1: connection to basic:1 failed`),
        "the peer does not reach the chaincode: see that its server runs, and listens where the package's connection.json says",
    ],
    'a chaincode of heddle dev that has ended': [
        failing(`${EXECUTING}: could not launch chaincode basic:1: connection to basic:1 failed`, {
            connection: ON_DEV,
        }),
        "the chaincode's process has ended: heddle dev tells why, and when it runs again",
    ],
    'a misspelt function': [
        failing('chaincode response 404, UNKNOWN_TRANSACTION: Cars has no transaction "creatCar"', {
            call: calling('creatCar'),
        }),
        `did you mean createCar? ${HAS}`,
    ],
    'a function of another contract': [
        failing('chaincode response 404, UNKNOWN_TRANSACTION: Cars has no transaction "load"', {
            call: calling('load'),
        }),
        `did you mean Trucks:load? ${HAS}`,
    ],
    'a function that is like none': [
        failing("chaincode response 500, Error: You've asked to invoke a function that does not exist: paint", {
            call: calling('paint'),
        }),
        HAS,
    ],
    'a function that a chaincode in Go does not have': [
        failing('chaincode response 500, Function ReadCar not found in contract SmartContract', {
            call: calling('ReadCar'),
        }),
        `did you mean readCar? ${HAS}`,
    ],
    'a function that a chaincode in Java does not have': [
        failing('chaincode response 500, Undefined contract method called', { call: calling('readCars') }),
        `did you mean readCar? ${HAS}`,
    ],
    'one function of many': [
        failing('chaincode response 404, UNKNOWN_TRANSACTION: no', {
            call: calling(
                'x',
                Array.from({ length: 22 }, (_, index) => ({ name: `function${index}`, parameters: [] })),
            ),
        }),
        `The chaincode has ${Array.from({ length: 20 }, (_, index) => `function${index}`).join(', ')} and 2 more`,
    ],
    'an unknown function of a chaincode that does not tell its functions': [
        failing('chaincode response 404, UNKNOWN_TRANSACTION: no', { call: calling('readCar', []) }),
        'check the name of the function, and of its contract: org.hyperledger.fabric:GetMetadata lists them where the chaincode has it',
    ],
    'an unknown contract': [
        failing('chaincode response 404, UNKNOWN_CONTRACT: there is no contract "Truck"; there are Cars, Trucks', {
            call: calling('Truck:load'),
        }),
        `did you mean Trucks:load? ${HAS}`,
    ],
    'a wrong number of arguments': [
        failing('chaincode response 400, VALIDATION_FAILED: car is missing', { call: calling('createCar') }),
        'correct the arguments: createCar takes 2 arguments: id (string), car (Car)',
    ],
    'a wrong number of arguments, told by fabric-contract-api': [
        failing('chaincode response 500, Error: Expected 1 parameters, but 2 have been supplied', {
            call: calling('readCar'),
        }),
        'correct the arguments: readCar takes 1 argument: id (string)',
    ],
    'a wrong number of arguments, told by a chaincode in Go': [
        failing('chaincode response 500, Incorrect number of params. Expected 0, received 1', {
            call: calling('Trucks:load'),
        }),
        'correct the arguments: Trucks:load takes no arguments',
    ],
    'refused arguments of a chaincode that does not tell its functions': [
        failing('chaincode response 400, VALIDATION_FAILED: car is missing', { call: calling('createCar', []) }),
        'the chaincode refuses the arguments: correct them',
    ],
    'another fault of the client': [
        failing('chaincode response 409, SOLD: the car is sold'),
        'the chaincode refuses it: correct the function or its arguments',
    ],
    'a fault of the chaincode': [
        failing('chaincode response 500, INTERNAL_ERROR: transaction tx1 failed inside the chaincode'),
        "the chaincode failed: its server's log tells why",
    ],
    'a call without an answer in time': [
        failing('evaluate timeout expired', { code: status.DEADLINE_EXCEEDED }),
        '--timeout-ms gives it more time',
    ],
    'a certificate for another name': [
        failing("Hostname/IP does not match certificate's altnames", { code: status.UNAVAILABLE }),
        'the certificate there is not for localhost:7051: give a name in it by --tls-host-override',
    ],
    'a peer that is not trusted': [
        failing('self-signed certificate', { code: status.UNAVAILABLE }),
        'peer and client do not trust each other: check --tls-root-cert, and --client-cert if the peer asks for one',
    ],
    'an address where nothing listens': [
        failing('No connection established. Last error: ECONNREFUSED', { code: status.UNAVAILABLE }),
        'check that a peer listens on localhost:7051; if it takes TLS only, give --tls-root-cert',
    ],
    'a user that the channel does not know': [
        failing('access denied: channel [mychannel] creator org [Org1MSP]'),
        'the peer does not let this user of Org1MSP do that on mychannel: check --msp-id, and --msp-dir or --cert',
    ],
    'an organization without a peer': [
        failing('failed to find any endorsing peers for org(s): Org2MSP'),
        'name organizations by --endorsing-org that have a peer with the chaincode',
    ],
    'a chaincode that is not committed': [
        failing('no peers available to evaluate chaincode other in channel mychannel'),
        'check --channel mychannel and --chaincode cars: the one has to have peers, and the other has to be committed there',
    ],
    'a chaincode that heddle dev has not started': [
        failing('no peers available to evaluate chaincode cars in channel mychannel', { connection: ON_DEV }),
        'heddle dev has not started it: its output tells why, as where a build failed; if it has, check --channel mychannel and --chaincode cars',
    ],
    'peers that do not suffice': [
        failing('no peer combination can satisfy the endorsement policy'),
        'the peers of the organizations that have to endorse need the chaincode, and have to be up',
    ],
    'a call that was cancelled': [
        failing('call cancelled', { code: status.CANCELLED }),
        'the peer has ended the call: see that it is up, and run the command again',
    ],
    'what no rule knows': [failing('something else'), "the peer's log tells more"],
};

describe('the hint of a call that failed', () => {
    it.each(Object.entries(ROWS))('says what to do about %s', async (_, [failure, remedy]) => {
        expect(await remedyFor(failure)).toBe(remedy);
    });

    it('names the code that blocks the chaincode of heddle dev, where more time would not help', async () => {
        using folder = new TemporaryFolder();
        mkdirSync(join(folder.path, '.heddle'));
        const connection = { ...CONNECTION, dev: { folder: folder.path, clients: () => [] } };
        const late = failing('deadline exceeded', { code: status.DEADLINE_EXCEEDED, connection });
        writeBlocked(folder.path, 'the chaincode is blocked in spin (cars.ts:3:5)');
        expect(await remedyFor(late)).toBe('the chaincode is blocked in spin (cars.ts:3:5): correct that code');
        writeBlocked(folder.path, undefined);
        expect(await remedyFor(late)).toBe('--timeout-ms gives it more time');
    });
});

describe('the functions of a chaincode', () => {
    const id = { name: 'id', schema: { type: 'string' } };

    it('are read from the metadata of Heddle and Go', () => {
        const cars = {
            default: true,
            transactions: [
                {
                    name: 'createCar',
                    parameters: [
                        id,
                        { name: 'car', schema: { $ref: '#/components/schemas/Car' } },
                        { name: 'tags', required: false, schema: { type: 'array', items: { type: 'string' } } },
                    ],
                },
            ],
        };
        const contracts = { Cars: cars, Trucks: { transactions: [{ name: 'load' }] }, 'org.hyperledger.fabric': cars };
        expect(functionsIn(Buffer.from(JSON.stringify({ contracts })))).toEqual([
            { name: 'createCar', parameters: ['id (string)', 'car (Car)', 'tags (array of string, optional)'] },
            { name: 'Trucks:load', parameters: [] },
        ]);
    });

    it('are read from the metadata of fabric-contract-api, and of Java, which does not tell the default contract', () => {
        const node = { contractInstance: { default: true }, transactions: [{ name: 'read', parameters: [id] }] };
        const two = { contracts: { Cars: node, Trucks: { transactions: [] } } };
        const one = { contracts: { Cars: { transactions: [{ name: 'read', parameters: [{ schema: {} }] }] } } };
        expect(functionsIn(Buffer.from(JSON.stringify(two)))).toEqual([{ name: 'read', parameters: ['id (string)'] }]);
        expect(functionsIn(Buffer.from(JSON.stringify(one)))).toEqual([
            { name: 'read', parameters: ['argument 1 (JSON)'] },
        ]);
    });

    it.each(['', 'no JSON', 'null', '[]', '{"contracts":[null]}', '{"contracts":{"a":{"transactions":"x"}}}'])(
        'are none where the metadata is %j',
        (metadata) => {
            expect(functionsIn(Buffer.from(metadata))).toEqual([]);
        },
    );
});
