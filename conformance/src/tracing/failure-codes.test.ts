import { describe, expect, it } from '@jest/globals';
import { runProgram } from '../harness/run-program';
import { ROOT } from '../repository/source-files';

/** Serves a contract to an embedded peer, has it fail as it is told to, and prints the spans of that. */
const PROGRAM = `
    const { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
    const { ContractChaincode, ContractError } = require('@heddle/contract');
    const { SessionRunner } = require('@heddle/core');
    const { LocalPeer } = require('@heddle/local-peer');
    const { createStreamPair } = require('@heddle/protocol');
    const { Contract } = require(process.env.LAYER);

    const exporter = new InMemorySpanExporter();
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    const log = () => undefined;
    const logger = { debug: log, info: log, warn: log, error: log, isLevelEnabled: () => false };

    class Cars extends Contract {
        async sell(ctx, how) {
            if (how === 'coded') throw new ContractError('NO_CAR', 'ALICE: confidential', { status: 404 });
            if (how === 'key') await ctx.stub.putState('', Buffer.from('confidential'));
            throw new Error('CAR7: confidential');
        }
    }
    if (process.env.LAYER === '@heddle/contract') {
        const { Param, Transaction } = require('@heddle/contract');
        Transaction()(Cars.prototype, 'sell');
        Param('how', String)(Cars.prototype, 'sell');
    }

    (async () => {
        const chaincode = new ContractChaincode({ contracts: [Cars], logger });
        const peer = await LocalPeer.start();
        const connect = () => {
            const [ours, theirs] = createStreamPair();
            void new SessionRunner(ours, { packageId: 'cars:1', chaincode, logger, tracing: { sampleRatio: 1 } }).run();
            return theirs;
        };
        peer.install({ name: 'cars', packageId: 'cars:1', connect });
        await peer.launch({ chaincode: 'cars' });
        for (const how of ['coded', 'key', 'text']) {
            await peer.evaluate({ chaincode: 'cars', function: 'sell', args: [how] }).catch(log);
        }
        await peer.close();
        const spans = exporter.getFinishedSpans().map(({ status, attributes }) => ({ status, attributes }));
        const codes = spans.map(({ attributes }) => attributes['error.type']);
        console.log(JSON.stringify({ codes, told: /CAR7|ALICE|confidential/.test(JSON.stringify(spans)) }));
    })();
`;

describe('the code in the span of a failed transaction', () => {
    it.each([
        ['@heddle/contract', ['NO_CAR', 'EMPTY_KEY', 'INTERNAL_ERROR']],
        ['@heddle/fabric-contract-api', ['500', 'EMPTY_KEY', '500']],
    ])('is that of the error, and never what its message begins with: %s', async (layer, codes) => {
        const ended = await runProgram(['-e', PROGRAM], { cwd: ROOT, env: { LAYER: layer }, timeoutMs: 60_000 });
        expect([ended.stderr, ended.stdout.trim()]).toEqual(['', JSON.stringify({ codes, told: false })]);
    });
});
