import type { Point, Series } from './series';

const COLORS = ['#0b6e4f', '#c1121f', '#1d7fb8', '#f08a4b'];
const PANEL = { width: 320, height: 220, left: 64, top: 44, bottom: 56, right: 16 } as const;
const COLUMNS = 2;
const CELL_WIDTH = PANEL.left + PANEL.width + PANEL.right;
const CELL_HEIGHT = PANEL.top + PANEL.height + PANEL.bottom;
const FONT = 'font-family="sans-serif" font-size="12"';

/** Where a value is on a logarithmic axis, from 0 to 1, and the powers of ten on it. */
interface Axis {
    readonly at: (value: number) => number;
    readonly decades: readonly number[];
}

/**
 * Draws series over what grows, a panel for each such thing, both axes logarithmic. A dashed line rises as linear growth
 * does, from the first point of a panel.
 */
export function drawGrowth(series: readonly Series[]): string {
    const panels = [...new Set(series.map(({ grows }) => grows))].map((grows) =>
        series.filter((one) => one.grows === grows),
    );
    const width = COLUMNS * CELL_WIDTH;
    const height = Math.ceil(panels.length / COLUMNS) * CELL_HEIGHT;
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
        `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
        ...panels.map((panel, index) => {
            const x = (index % COLUMNS) * CELL_WIDTH + PANEL.left;
            const y = Math.floor(index / COLUMNS) * CELL_HEIGHT + PANEL.top;
            return `<g transform="translate(${x} ${y})">\n${drawPanel(panel).join('\n')}\n</g>`;
        }),
        '</svg>',
        '',
    ].join('\n');
}

function drawPanel(panel: readonly Series[]): string[] {
    const points = panel.flatMap((series) => series.points);
    const sizes = axis(points.map(({ size }) => size));
    const costs = axis(points.map(({ micros }) => micros));
    const x = (size: number): number => sizes.at(size) * PANEL.width;
    const y = (micros: number): number => (1 - costs.at(micros)) * PANEL.height;
    const place = ({ size, micros }: Point): string => `${x(size).toFixed(1)},${y(micros).toFixed(1)}`;
    return [
        ...sizes.decades.map((size) => line(x(size), 0, x(size), PANEL.height)),
        ...costs.decades.map((micros) => line(0, y(micros), PANEL.width, y(micros))),
        ...sizes.decades.map((size) => text(x(size), PANEL.height + 16, short(size), 'middle')),
        ...costs.decades.map((micros) => text(-6, y(micros) + 4, short(micros), 'end')),
        linear(points, costs, place),
        ...panel.flatMap((series, index) => drawSeries(series, index, place)),
        text(0, -30, 'µs of CPU per transaction', 'start'),
        text(PANEL.width / 2, PANEL.height + 34, panel[0]?.grows ?? '', 'middle'),
    ];
}

function drawSeries({ name, points }: Series, index: number, place: (point: Point) => string): string[] {
    const color = COLORS[index % COLORS.length] ?? '#000000';
    const dots = points.map((point) => {
        const [cx = '', cy = ''] = place(point).split(',');
        return `<circle cx="${cx}" cy="${cy}" r="4" fill="${color}"/>`;
    });
    return [
        `<polyline points="${points.map(place).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
        ...dots,
        text(index * 160, -12, name, 'start', color),
    ];
}

/** From the first point on, as far as the panel goes. */
function linear(points: readonly Point[], { decades }: Axis, place: (point: Point) => string): string {
    const [first] = points;
    if (first === undefined) return '';
    const most = Math.min(
        Math.max(...points.map(({ size }) => size)) / first.size,
        Math.max(...decades) / first.micros,
    );
    const last = { size: first.size * most, micros: first.micros * most };
    return `<polyline points="${place(first)} ${place(last)}" fill="none" stroke="#777777" stroke-dasharray="4 4"/>`;
}

function axis(values: readonly number[]): Axis {
    const low = Math.floor(Math.log10(Math.min(...values)));
    const high = Math.max(Math.ceil(Math.log10(Math.max(...values))), low + 1);
    return {
        at: (value) => (Math.log10(value) - low) / (high - low),
        decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    };
}

function short(value: number): string {
    return value.toLocaleString('en', { notation: 'compact' });
}

function line(x1: number, y1: number, x2: number, y2: number): string {
    const [from, to] = [`x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}"`, `x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"`];
    return `<line ${from} ${to} stroke="#dddddd"/>`;
}

function text(x: number, y: number, content: string, anchor: string, color = '#000000'): string {
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${color}" ${FONT}>${content}</text>`;
}
