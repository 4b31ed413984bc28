import { CommitError, type GatewayError, type Status, StatusCode, type Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway as protos, ledger, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNEL } from '../harness/channel';
import type { GatewayEndpoint } from '../harness/gateway-target';
import type { Step } from '../scenarios/script';
import { GatewayBench } from './gateway-bench';
import { RawClient } from './raw-client';
import { submitTampered, type TransactionParts } from './tampered-transaction';

const DAMAGED = Buffer.of(0xff);

function withHeader(change: (header: common.ChannelHeader) => void): (parts: TransactionParts) => void {
    return ({ header }) => {
        const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
        change(channelHeader);
        header.setChannelHeader(channelHeader.serializeBinary());
    };
}

/** What a client may change between the endorsement and its own signature. */
const TAMPERED: Readonly<Record<string, (parts: TransactionParts) => void>> = {
    nothing: () => undefined,
    'its version': withHeader((header) => {
        header.setVersion(7);
    }),
    'its epoch': withHeader((header) => {
        header.setEpoch(1);
    }),
    'its type': withHeader((header) => {
        header.setType(common.HeaderType.MESSAGE);
    }),
    'its id': withHeader((header) => {
        header.setTxId(`commit-${Date.now()}`);
    }),
    'how many actions it has': ({ transaction }) => {
        transaction.setActionsList([...transaction.getActionsList(), ...transaction.getActionsList()]);
    },
    'its response, which is gone': ({ response }) => {
        response.setExtension$('');
    },
    'its response, which is damaged': ({ response }) => {
        response.setExtension$(DAMAGED);
    },
    'its read-write set, which is damaged': ({ action }) => {
        action.setResults(DAMAGED);
    },
    'a namespace, which is there twice': ({ action }) => {
        const set = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8());
        set.setNsRwsetList([...set.getNsRwsetList(), ...set.getNsRwsetList()]);
        action.setResults(set.serializeBinary());
    },
    'its chaincode, which is another': ({ action }) => {
        action.getChaincodeId()?.setName('another');
    },
    'its chaincode, which has no version': ({ action }) => {
        action.getChaincodeId()?.setVersion('');
    },
    'its chaincode, which is gone': ({ action }) => {
        action.clearChaincodeId();
    },
    'its event, which is of another chaincode': ({ action }) => {
        const event = new peer.ChaincodeEvent();
        event.setChaincodeId('another');
        action.setEvents(event.serializeBinary());
    },
    'its event, which is damaged': ({ action }) => {
        action.setEvents(DAMAGED);
    },
    'its answer': ({ action }) => {
        action.getResponse()?.setPayload(Buffer.from('another answer'));
    },
};

function nameOf(code: number): string | undefined {
    return Object.entries(StatusCode).find(([, value]) => value === code)?.[0];
}

/** What becomes of transactions in their block, by the official client's commit status. */
export function describeCommits(endpoint: () => GatewayEndpoint): void {
    describe('the commit status', () => {
        let bench: GatewayBench;
        beforeAll(() => {
            bench = new GatewayBench(endpoint());
        });
        afterAll(() => {
            bench.close();
        });

        /** Endorses all, then orders all. */
        async function submitTogether(...scripts: readonly (readonly Step[])[]): Promise<Status[]> {
            const endorsed: Transaction[] = [];
            for (const steps of scripts) endorsed.push(await bench.endorse(steps));
            const submitted = [];
            for (const transaction of endorsed) submitted.push(await transaction.submit());
            return Promise.all(submitted.map((one) => one.getStatus()));
        }

        it('is VALID for one of two that update a key in the same block, and MVCC_READ_CONFLICT for the other', async () => {
            await bench.submit([['putState', 'commit-a', '1']]);
            const update: Step[] = [
                ['getState', 'commit-a'],
                ['putState', 'commit-a', '2'],
            ];
            const [first, second] = await submitTogether(update, update);
            expect(first?.code).toBe(StatusCode.VALID);
            expect(second?.code).toBe(StatusCode.MVCC_READ_CONFLICT);
            expect(second?.blockNumber).toBe(first?.blockNumber);
        });

        it('is PHANTOM_READ_CONFLICT where a key has come into a range that was read', async () => {
            await bench.submit([['putState', 'commit-b1', '1']]);
            const [first, second] = await submitTogether(
                [['putState', 'commit-b2', '2']],
                [
                    ['getStateByRange', 'commit-b', 'commit-c'],
                    ['putState', 'commit-bb', '2'],
                ],
            );
            expect(first?.code).toBe(StatusCode.VALID);
            expect(second?.code).toBe(StatusCode.PHANTOM_READ_CONFLICT);
        });

        it('is ENDORSEMENT_POLICY_FAILURE where the client has named too few organizations', async () => {
            await bench.submit([
                ['putState', 'commit-d', '1'],
                ['setPolicy', 'commit-d', ['Org2MSP']],
            ]);
            const transaction = await bench.endorse([['putState', 'commit-d', '2']], ['Org1MSP']);
            const status = await (await transaction.submit()).getStatus();
            expect(status).toMatchObject({ code: StatusCode.ENDORSEMENT_POLICY_FAILURE, successful: false });
        });

        it('fails a submit, with the code and the transaction', async () => {
            const read: Step[] = [
                ['getState', 'commit-e'],
                ['putState', 'commit-e', '1'],
            ];
            const loser = bench.propose(read);
            const endorsed = await loser.endorse();
            await bench.submit([['putState', 'commit-e', '2']]);
            const { code, transactionId } = await (await endorsed.submit()).getStatus();
            expect([code, transactionId]).toEqual([StatusCode.MVCC_READ_CONFLICT, loser.getTransactionId()]);
            await bench.submit([
                ['putState', 'commit-f', '1'],
                ['setPolicy', 'commit-f', ['Org2MSP']],
            ]);
            const submitting = bench.contract.submit('script', {
                arguments: ['[["putState","commit-f","2"]]'],
                endorsingOrganizations: ['Org1MSP'],
            });
            const error = await submitting.catch((reason: unknown) => reason);
            expect(error).toBeInstanceOf(CommitError);
            expect(error).toMatchObject({ code: StatusCode.ENDORSEMENT_POLICY_FAILURE });
        });

        it('is that of the first one where a transaction is submitted twice', async () => {
            const transaction = await bench.endorse([['putState', 'commit-g', '1']]);
            const submitted = [await transaction.submit(), await transaction.submit()];
            for (const one of submitted) expect(await one.getStatus()).toMatchObject({ code: StatusCode.VALID });
        });

        it('says of a transaction that its client has changed what is wrong with it', async () => {
            using raw = new RawClient(endpoint());
            const codeOf = new Map<string, () => Promise<number>>();
            for (const [what, change] of Object.entries(TAMPERED)) codeOf.set(what, await submitTampered(raw, change));
            const codes = new Map<string, string | undefined>();
            for (const [what, code] of codeOf) codes.set(what, nameOf(await code()));
            expect(Object.fromEntries(codes)).toEqual({
                nothing: 'VALID',
                'its version': 'INVALID_ENDORSER_TRANSACTION',
                'its epoch': 'BAD_COMMON_HEADER',
                'its type': 'BAD_COMMON_HEADER',
                'its id': 'BAD_PROPOSAL_TXID',
                'how many actions it has': 'INVALID_ENDORSER_TRANSACTION',
                'its response, which is gone': 'BAD_RESPONSE_PAYLOAD',
                'its response, which is damaged': 'BAD_RESPONSE_PAYLOAD',
                'its read-write set, which is damaged': 'BAD_RWSET',
                'a namespace, which is there twice': 'ILLEGAL_WRITESET',
                'its chaincode, which is another': 'INVALID_CHAINCODE',
                'its chaincode, which has no version': 'INVALID_CHAINCODE',
                'its chaincode, which is gone': 'INVALID_OTHER_REASON',
                'its event, which is of another chaincode': 'INVALID_OTHER_REASON',
                'its event, which is damaged': 'INVALID_OTHER_REASON',
                'its answer': 'ENDORSEMENT_POLICY_FAILURE',
            });
        });

        it('is waited for by who asks before the transaction is there', async () => {
            using raw = new RawClient(endpoint());
            const transaction = await bench.endorse([['putState', 'commit-h', '1']]);
            const request = new protos.CommitStatusRequest();
            request.setChannelId(CHANNEL);
            request.setTransactionId(transaction.getTransactionId());
            request.setIdentity(raw.creator);
            const signed = new protos.SignedCommitStatusRequest();
            signed.setRequest(request.serializeBinary());
            const waiting = bench.gateway.newCommit(signed.serializeBinary()).getStatus();
            const submitted = await transaction.submit();
            expect(await waiting).toEqual(await submitted.getStatus());
        });

        it('is given up at the deadline', async () => {
            const transaction = await bench.endorse([['putState', 'commit-i', '1']]);
            const submitted = await transaction.submit();
            const never = new protos.CommitStatusRequest();
            const bytes = protos.SignedCommitStatusRequest.deserializeBinary(submitted.getBytes());
            const asked = protos.CommitStatusRequest.deserializeBinary(bytes.getRequest_asU8());
            never.setChannelId(CHANNEL);
            never.setIdentity(asked.getIdentity_asU8());
            never.setTransactionId('never');
            bytes.setRequest(never.serializeBinary());
            bytes.setSignature('');
            const waiting = bench.gateway.newCommit(bytes.serializeBinary()).getStatus({ deadline: Date.now() + 300 });
            const error = (await waiting.catch((reason: unknown) => reason)) as GatewayError;
            // CANCELLED or DEADLINE_EXCEEDED: whether the peer or the client is the first to notice.
            expect([1, 4]).toContain(error.code);
        });
    });
}
