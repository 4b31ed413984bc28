import { attributesOf, resolveTracing, TransactionTracer } from '@heddle/core/internal';
import type { ObservedBlock, ObservedCommit, ObservedProposal, PeerObserver } from '@heddle/local-peer';
import type { Attributes, Context, SpanKind } from '@opentelemetry/api';
import { ConfigurationError, reasonOf, type TracingSettings } from 'heddle/command';
import { isFailure } from '../../calling/failure-status';

/** A part of a transaction's way that is over; times in milliseconds since 1970. */
interface Part {
    readonly name: string;
    readonly kind?: SpanKind;
    readonly begin: number;
    readonly milliseconds: number;
    readonly failure?: string | undefined;
    readonly attributes: Attributes;
}

/**
 * Makes spans of what a local network does: a proposal at its gateway, below that its runs at the peers of organizations;
 * and of a submitted transaction how it was ordered, validated and committed. They are made when each is over.
 *
 * @param tracing undefined: it makes none
 * @throws ConfigurationError where the API of OpenTelemetry is not installed, or its variables say no ratio
 */
export function networkTracer(tracing: TracingSettings | undefined): PeerObserver {
    const tracer = openTracer(tracing);
    if (tracer === undefined) return {};
    const tell = (part: Part, parent: Context): Context => {
        const { name, kind, begin, milliseconds, failure, attributes } = part;
        const span = tracer.start(name, { startTime: begin, attributes, ...(kind !== undefined && { kind }) }, parent);
        if (failure !== undefined) tracer.fail(span, failure);
        span.end(begin + milliseconds);
        return tracer.within(span);
    };
    return {
        proposal: (proposal) => {
            const parent = tracer.contextOf(proposal.txId);
            if (parent === undefined) return;
            const gateway = tell({ ...gatewayPart(proposal), kind: tracer.api.SpanKind.SERVER }, parent);
            for (const part of endorsementParts(proposal)) tell(part, gateway);
        },
        block: (block) => {
            for (const commit of block.transactions) {
                const parent = tracer.contextOf(commit.txId);
                if (parent === undefined) continue;
                for (const part of commitParts(block, commit)) tell(part, parent);
            }
        },
    };
}

function openTracer(tracing: TracingSettings | undefined): TransactionTracer | undefined {
    try {
        const resolved = resolveTracing(tracing);
        return resolved && new TransactionTracer(resolved);
    } catch (error) {
        throw new ConfigurationError(reasonOf(error), { cause: error });
    }
}

function gatewayPart({
    purpose,
    txId,
    channel,
    chaincode,
    begin,
    milliseconds,
    result,
    error,
}: ObservedProposal): Part {
    const status = result?.response.status;
    const refused = error === undefined ? undefined : 'NOT_ENDORSED';
    return {
        name: `gateway ${purpose}`,
        begin: begin.getTime(),
        milliseconds,
        failure: refused ?? failureOf(status),
        attributes: {
            ...attributesOf({ channelId: channel, txId }),
            'fabric.chaincode': chaincode,
            ...(status !== undefined && { 'fabric.response.status': status }),
        },
    };
}

/** One peer is asked after the other. */
function endorsementParts({ purpose, txId, channel, begin, peers }: ObservedProposal): Part[] {
    let at = begin.getTime();
    return peers.map(({ mspId, milliseconds, status }) => {
        const from = at;
        at += milliseconds;
        return {
            name: purpose === 'endorse' ? 'endorsement' : 'evaluation',
            begin: from,
            milliseconds,
            failure: failureOf(status),
            attributes: {
                ...attributesOf({ channelId: channel, txId }),
                'fabric.msp_id': mspId,
                'fabric.response.status': status,
            },
        };
    });
}

function commitParts({ channel, number, time, milliseconds }: ObservedBlock, commit: ObservedCommit): Part[] {
    const { txId, txNumber, status, waited } = commit;
    const written = time.getTime() - milliseconds.write;
    const cut = written - milliseconds.validation;
    const attributes = {
        ...attributesOf({ channelId: channel, txId }),
        'fabric.block.number': Number(number),
        'fabric.block.transaction': txNumber,
        'fabric.validation_code': status,
    };
    const failure = status === 'VALID' ? undefined : status;
    return [
        { name: 'ordering', begin: cut - waited, milliseconds: waited, attributes },
        { name: 'validation', begin: cut, milliseconds: milliseconds.validation, failure, attributes },
        { name: 'commit', begin: written, milliseconds: milliseconds.write, failure, attributes },
    ];
}

function failureOf(status: number | undefined): string | undefined {
    return status === undefined || !isFailure(status) ? undefined : String(status);
}
