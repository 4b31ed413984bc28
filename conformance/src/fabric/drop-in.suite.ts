import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Call as TableCall, parseCalls } from '../drop-in/call';
import type { CallTable } from '../drop-in/call-table';
import { preparedFolder } from '../drop-in/compare-tables';
import { clientIdOf } from '../drop-in/members';
import { OwnChaincodes } from '../drop-in/own-chaincode';
import { nameOf } from '../drop-in/run-table';
import { ServedFolder } from '../drop-in/served-folder';
import { SIDES } from '../drop-in/sides';
import { ALL_TABLES } from '../drop-in/tables/all-tables';
import { OWN_TABLES } from '../drop-in/tables/own-tables';
import { GatewayTarget } from '../harness/gateway-target';
import { BOTH } from '../scenarios/organization-scenarios';
import type { Outcome } from '../scenarios/target';
import { networkOptionsOfRun } from './conformance-run';
import { approve, define, install, type Installed } from './deployment';
import { FabricNetwork } from './fabric-network';

/**
 * Samples whose endorsers disagree with fabric-shim on both sides, too: one writes into the collection of the peer's own
 * organization, the other gives keys the policy of a single organization.
 */
const OF_ONE_ORGANIZATION = ['events', 'sbe'];
/** What `npm run conformance:samples -- FOLDER --work FOLDER` has prepared: its chaincodes are run in place of ours. */
const { SAMPLES_WORK } = process.env;
/** Without collections, whose calls need members, and without rich queries, since the state is in LevelDB. */
const TABLES = (SAMPLES_WORK === undefined ? OWN_TABLES : preparedTables(SAMPLES_WORK)).filter(
    ({ collections, others }) => collections === undefined && others === undefined,
);
const ROUNDS = 8;
const LEAST_COMMITTED = 200;

/** Of Org1, fabric-shim serves the chaincodes, and of Org2 Heddle does: as in a network whose organizations upgrade in turn. */
const SIDE_OF = { Org1: SIDES[0], Org2: SIDES[1] };

const { binaries, logFolder } = networkOptionsOfRun();
const chaincodes = { Org1: new OwnChaincodes(SIDE_OF.Org1), Org2: new OwnChaincodes(SIDE_OF.Org2) };
const servers: ServedFolder[] = [];
let network: FabricNetwork;
let target: GatewayTarget;

beforeAll(async () => {
    network = await FabricNetwork.start({ binaries, logFolder });
    target = new GatewayTarget(network);
    for (const table of TABLES) await deploy(table);
}, 300_000);

afterAll(async () => {
    target.close();
    for (const server of servers) await server[Symbol.asyncDispose]();
    await network.close();
    for (const one of Object.values(chaincodes)) one[Symbol.dispose]();
});

describe(`a network whose organizations run fabric-shim and Heddle, on Fabric ${binaries.version}`, () => {
    it('endorses and commits what both of them run', async () => {
        const outcomes: MadeCall[] = [];
        for (let round = 0; round < ROUNDS; round++) outcomes.push(...(await submitAll()));
        const committed = outcomes.filter(({ outcome }) => outcome.validation === 'VALID').length;
        const refused = outcomes.filter(
            ({ outcome }) => outcome.validation !== 'VALID' && !isRefusalOfChaincode(outcome),
        );
        expect(refused.map(describeCall)).toEqual([]);
        expect(committed).toBeGreaterThanOrEqual(LEAST_COMMITTED);
    }, 600_000);
});

/** Chaincode that throws is not endorsed, by either side; what is endorsed must be equal, and valid. */
function isRefusalOfChaincode({ status, validation, message }: Outcome): boolean {
    return validation === undefined && status === 500 && !message.includes('ProposalResponsePayloads do not match');
}

interface MadeCall {
    readonly table: CallTable;
    readonly call: TableCall;
    readonly outcome: Outcome;
}

/** Makes all submits once, one after the other. */
async function submitAll(): Promise<MadeCall[]> {
    const made: MadeCall[] = [];
    const calls = TABLES.flatMap((table) => submitsOf(table).map((call) => ({ table, call })));
    for (const { table, call } of calls) made.push({ table, call, outcome: await submit(table, call) });
    return made;
}

function describeCall({ table, call, outcome: { status, message, validation } }: MadeCall): string {
    return `${nameOf(table)}: ${call.line}: ${status} ${message} ${validation ?? ''}`;
}

function submitsOf(table: CallTable): TableCall[] {
    const { Org1, Org2 } = network.clients;
    const known = { Org1: clientIdOf(Org1.certificate), Org2: clientIdOf(Org2.certificate) };
    return parseCalls(table.calls, known).filter(({ how }) => how === 'submit');
}

function submit(table: CallTable, { args, client, transient }: TableCall): Promise<Outcome> {
    const call = { chaincode: nameOf(table), args, client, gateway: client, transient };
    return target.submit({ ...call, endorsedBy: ['Org1MSP', 'Org2MSP'] });
}

function preparedTables(work: string): CallTable[] {
    const isPrepared = ({ folder, queries, name }: CallTable): boolean =>
        queries === undefined &&
        !OF_ONE_ORGANIZATION.includes(name ?? folder) &&
        SIDES.every((side) => existsSync(preparedFolder(work, side, folder)));
    return ALL_TABLES.filter(isPrepared);
}

function folderOf({ folder }: CallTable, organization: 'Org1' | 'Org2'): string {
    return SAMPLES_WORK === undefined
        ? chaincodes[organization].prepare(folder)
        : preparedFolder(SAMPLES_WORK, SIDE_OF[organization], folder);
}

/** Each organization installs a package of its own, for the server of its own. */
async function deploy(table: CallTable): Promise<void> {
    const name = nameOf(table);
    const installed: Installed[] = [];
    for (const organization of ['Org1', 'Org2'] as const) {
        const one = await install(network, { name, organization });
        const folder = folderOf(table, organization);
        const { packageId, address } = one;
        const mspId = `${organization}MSP`;
        servers.push(await ServedFolder.start({ folder, packageId, mspId, address, program: table.program }));
        installed.push(one);
    }
    const [first, second] = installed;
    if (first === undefined || second === undefined) throw new Error(`${name} is not installed`);
    const definition = { name, signaturePolicy: BOTH };
    await approve(network, definition, second);
    await define(network, definition, first);
    await untilKnown(table);
}

/** Peers hear of each other's chaincodes some time after they are committed; the time limit of `beforeAll` ends it. */
async function untilKnown(table: CallTable): Promise<void> {
    const [call] = submitsOf(table);
    if (call === undefined) throw new Error(`${nameOf(table)} has no submit`);
    let outcome = await submit(table, call);
    while (outcome.validation === undefined && !isRefusalOfChaincode(outcome)) {
        await sleep(100);
        outcome = await submit(table, call);
    }
}
