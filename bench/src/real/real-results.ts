import { table } from '../report';
import { type ServerName, titleOf } from '../servers';
import { median, pairedRatio } from '../statistics';
import type { Called } from './callers';
import { BATCHED } from './works';

/** What a server did in one round of one work, behind the peer. */
export interface RealMeasurement extends Called {
    /** CPU of the chaincode's process for each call; missing where there is no /proc. */
    readonly chaincodeMicros?: number | undefined;
    /** CPU of the peer that endorses, for each call. */
    readonly peerMicros?: number | undefined;
}

export interface RealServer {
    readonly server: ServerName;
    /** The first evaluations of a no-op that its process has served. */
    readonly first: RealMeasurement;
    /** By the name of the work, round by round. */
    readonly rounds: Readonly<Record<string, readonly RealMeasurement[]>>;
    readonly idleMegabytes?: number | undefined;
    readonly peakMegabytes?: number | undefined;
}

/** A whole run, as `results/real.json` keeps it. */
export interface RealResults {
    readonly fabric: string;
    readonly node: string;
    readonly gatewayClient: string;
    readonly processors: number;
    readonly callers: number;
    readonly rounds: number;
    readonly secondsPerRound: number;
    readonly skipped: readonly { readonly server: ServerName; readonly reason: string }[];
    readonly servers: readonly RealServer[];
}

type Figure = 'chaincodeMicros' | 'peerMicros';

const OURS: ServerName = 'heddle-typed';
const GOALS = [
    { rival: 'rust-shim', most: 1.3 },
    { rival: 'go-shim', most: 0.5 },
] as const;
const MOST_OF_WARM = 1.4;
const MOST_OF_BATCHED = 1.3;

/** The report of a run, as tables in Markdown; the goals last. */
export function formatReal(results: RealResults, titles: Readonly<Record<string, string>>): string {
    const { fabric, node, gatewayClient, callers, rounds, secondsPerRound, skipped } = results;
    return [
        `Fabric ${fabric}, Node ${node}, @hyperledger/fabric-gateway ${gatewayClient}; ${callers} callers, ` +
            `${rounds} rounds of ${secondsPerRound} s in turns. ${failuresOf(results)}`,
        ...Object.entries(titles).map(([work, title]) => `### ${title}\n\n${formatWork(results, work)}`),
        `### first ${results.servers[0]?.first.calls ?? 0} no-ops of a process\n\n${formatFirst(results)}`,
        `### goals\n\n${formatGoals(results)}`,
        ...skipped.map(({ server, reason }) => `Without ${titleOf(server)}: ${reason}.`),
    ].join('\n\n');
}

function failuresOf({ servers }: RealResults): string {
    const all = servers.flatMap(({ first, rounds }) => [first, ...Object.values(rounds).flat()]);
    const failures = all.reduce((sum, one) => sum + one.failures, 0);
    const calls = all.reduce((sum, one) => sum + one.calls, 0);
    const example = all.find(({ firstFailure }) => firstFailure !== undefined)?.firstFailure;
    return `${failures} of ${calls} calls failed${example === undefined ? '' : `, the first with: ${example}`}.`;
}

function formatWork(results: RealResults, work: string): string {
    const head = ['server', 'a second', 'chaincode CPU µs', 'peer CPU µs', 'of Rust', 'of Go', 'failures'];
    const rows = results.servers.flatMap((server) => {
        const rounds = server.rounds[work];
        if (rounds === undefined) return [];
        const row = [
            titleOf(server.server),
            whole(median(rounds.map(({ calls, seconds }) => calls / seconds))),
            whole(medianOf(rounds, 'chaincodeMicros')),
            whole(medianOf(rounds, 'peerMicros')),
            ...GOALS.map(({ rival }) => twoDigits(shareOf(results, { work, server: server.server, rival }))),
            String(rounds.reduce((sum, { failures }) => sum + failures, 0)),
        ];
        return [row];
    });
    return table(head, rows);
}

function formatFirst({ servers }: RealResults): string {
    const rows = servers.map(({ server, first, rounds }) => {
        const warm = medianOf(rounds['noop'] ?? [], 'chaincodeMicros');
        return [
            titleOf(server),
            whole(first.chaincodeMicros),
            whole(warm),
            twoDigits((first.chaincodeMicros ?? NaN) / warm),
        ];
    });
    return table(['server', 'chaincode CPU µs', 'warm', 'of warm'], rows);
}

function formatGoals(results: RealResults): string {
    const ours = results.servers.find(({ server }) => server === OURS);
    const warm = medianOf(ours?.rounds['noop'] ?? [], 'chaincodeMicros');
    const rows = [
        ...GOALS.map(({ rival, most }) => ({
            what: `CPU of a no-op, of ${titleOf(rival)}`,
            most,
            is: shareOf(results, { work: 'noop', server: OURS, rival }),
        })),
        {
            what: 'CPU of the first no-ops, of warm ones',
            most: MOST_OF_WARM,
            is: (ours?.first.chaincodeMicros ?? NaN) / warm,
        },
        {
            what: 'time of 10,000 deferred puts, of Go with StartWriteBatch',
            most: MOST_OF_BATCHED,
            is: batchedShare(results),
        },
    ].filter(({ is }) => !Number.isNaN(is));
    const verdict = (is: number, most: number): string => (is <= most ? 'met' : '**not met**');
    return table(
        ['ours', 'at most', 'is', ''],
        rows.map(({ what, most, is }) => [what, twoDigits(most), twoDigits(is), verdict(is, most)]),
    );
}

/** The median of the ratios of each round; NaN where one of the two took no part. */
function shareOf({ servers }: RealResults, of: { work: string; server: ServerName; rival: ServerName }): number {
    const micros = (name: ServerName): (number | undefined)[] =>
        servers.find(({ server }) => server === name)?.rounds[of.work]?.map((round) => round.chaincodeMicros) ?? [];
    return pairedRatio(micros(of.server), micros(of.rival));
}

/** The median of the ratios of each round, of the time that a call took. */
function batchedShare({ servers }: RealResults): number {
    const secondsOf = (name: ServerName): number[] =>
        servers.find(({ server }) => server === name)?.rounds[BATCHED]?.map(({ seconds, calls }) => seconds / calls) ??
        [];
    return pairedRatio(secondsOf(OURS), secondsOf('go-shim'));
}

function medianOf(rounds: readonly RealMeasurement[], figure: Figure): number {
    return median(rounds.flatMap((round) => round[figure] ?? []));
}

function whole(value = NaN): string {
    return Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function twoDigits(value: number): string {
    return Number.isNaN(value) ? '–' : value.toFixed(2);
}
