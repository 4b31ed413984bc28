import { medianOf, type Results, type ScenarioResult } from './results';
import { type ServerName, titleOf } from './servers';

const COLORS: Readonly<Record<ServerName, string>> = {
    'heddle-raw': '#0b6e4f',
    'heddle-typed': '#2fbf71',
    'heddle-workers': '#8bb8e8',
    'heddle-journal': '#4f7fb3',
    'heddle-traced': '#b08bd6',
    'heddle-facade': '#1f7a4d',
    'fabric-shim': '#c1121f',
    'fabric-contract-api': '#f08a4b',
    'go-shim': '#1d7fb8',
    'rust-shim': '#7a4f9e',
    'echo-grpc': '#999999',
    'echo-http2': '#555555',
};

const LABEL_WIDTH = 150;
const PLOT_WIDTH = 560;
const MARGIN = 24;
const ROW_HEIGHT = 26;
const DOT_RADIUS = 5;
const FONT = 'font-family="sans-serif" font-size="12"';

interface Dot {
    readonly server: ServerName;
    readonly micros: number;
}

/** Draws the server CPU per transaction of a run: a line per scenario, a dot per server, a logarithmic axis. */
export function drawPlot(results: Results): string {
    const rows = results.scenarios.map((result) => ({ name: result.scenario, dots: dotsOf(result) }));
    const servers = [...new Set(rows.flatMap(({ dots }) => dots.map(({ server }) => server)))];
    const values = rows.flatMap(({ dots }) => dots.map(({ micros }) => micros));
    const low = Math.floor(Math.log10(Math.min(...values)));
    const high = Math.ceil(Math.log10(Math.max(...values)));
    const x = (micros: number): number => LABEL_WIDTH + ((Math.log10(micros) - low) / (high - low)) * PLOT_WIDTH;
    const top = MARGIN + servers.length * 18;
    const bottom = top + rows.length * ROW_HEIGHT;
    const width = LABEL_WIDTH + PLOT_WIDTH + MARGIN;
    const height = bottom + 2 * MARGIN;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
        `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
        ...servers.map((server, index) => legend(server, MARGIN + index * 18)),
        ...decades(low, high).map((micros) => gridLine(x(micros), top, bottom, micros)),
        ...rows.flatMap(({ name, dots }, index) => row(name, dots, top + (index + 0.5) * ROW_HEIGHT, x)),
        text(LABEL_WIDTH + PLOT_WIDTH / 2, height - 6, 'server CPU per transaction, µs (logarithmic)', 'middle'),
        '</svg>',
        '',
    ].join('\n');
}

function dotsOf({ servers }: ScenarioResult): Dot[] {
    return servers
        .map((result) => ({ server: result.server, micros: medianOf(result, 'cpuMicros') }))
        .filter(({ micros }) => micros > 0);
}

function decades(low: number, high: number): number[] {
    return Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
}

function row(name: string, dots: readonly Dot[], y: number, x: (micros: number) => number): string[] {
    return [
        text(LABEL_WIDTH - 10, y + 4, name, 'end'),
        `<line x1="${LABEL_WIDTH}" x2="${LABEL_WIDTH + PLOT_WIDTH}" y1="${y}" y2="${y}" stroke="#dddddd"/>`,
        ...dots.map(({ server, micros }) => dot(x(micros), y, server)),
    ];
}

function gridLine(x: number, top: number, bottom: number, micros: number): string {
    const line = `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${top}" y2="${bottom}" stroke="#bbbbbb"/>`;
    return line + text(x, bottom + 16, micros.toLocaleString('en'), 'middle');
}

function legend(server: ServerName, y: number): string {
    return dot(LABEL_WIDTH, y - 4, server) + text(LABEL_WIDTH + 12, y, titleOf(server), 'start');
}

function dot(x: number, y: number, server: ServerName): string {
    return `<circle cx="${x.toFixed(1)}" cy="${y}" r="${DOT_RADIUS}" fill="${COLORS[server]}" fill-opacity="0.85"/>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
    return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}" ${FONT}>${content}</text>`;
}
