// Draws one [data-plot="table-id"] from the table that stands beside it.
import * as echarts from 'echarts/core';
import { BarChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
const style = getComputedStyle(document.documentElement);

// In a theme of the reader's own colours the plot takes those.
const forced = matchMedia('(forced-colors: active)').matches;
const system = (name) => {
  const probe = document.createElement('span');
  probe.style.color = name;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
};
const colour = (name, own) => (forced ? system(own) : style.getPropertyValue(name).trim());
const size = parseFloat(style.fontSize) * 0.875;
const text = { color: colour('--ink', 'CanvasText'), fontSize: size, fontFamily: style.fontFamily };

const cut = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

export const draw = (figure) => {
  const rows = [...document.getElementById(figure.dataset.plot).tBodies[0].rows];
  const heads = rows.map((row) => row.cells[0].textContent.trim());
  const values = rows.map((row) => Number(row.cells[1].dataset.value || 0));
  const said = rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent.trim()));
  const columns = [...document.getElementById(figure.dataset.plot).tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const upright = figure.dataset.upright === 'true';
  const drawn = figure.querySelector('svg');
  const place = document.createElement('div');
  place.className = 'plot-canvas';
  place.setAttribute('role', 'img');
  place.setAttribute('aria-label', drawn.getAttribute('aria-label'));
  place.style.height = `${upright ? 16 * size : Math.max(4, rows.length * 2.1) * size + 8}px`;
  drawn.replaceWith(place);
  const chart = echarts.init(place, null, { renderer: 'svg' });
  const names = { type: 'category', data: heads, inverse: !upright, axisTick: { show: false }, axisLine: { show: upright }, axisLabel: { ...text, formatter: (name) => cut(name, /[^\x00-\xff]/.test(name) ? 12 : 24) } };
  const numbers = { type: 'value', show: false };
  chart.setOption({
    animation: !still,
    animationDuration: 300,
    grid: { left: 4, right: 4 * size, top: upright ? 2 * size : 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    // Rich text is drawn like the plot itself; tooltips of markup would bring styles that the content policy of the site refuses.
    tooltip: { renderMode: 'richText', confine: true, formatter: ({ dataIndex }) => [heads[dataIndex], ...columns.map((column, i) => `${column}  ${said[dataIndex][i]}`)].join('\n'), textStyle: { fontSize: size } },
    xAxis: upright ? names : numbers,
    yAxis: upright ? numbers : names,
    series: [{ type: 'bar', data: values, barMaxWidth: 3 * size, itemStyle: { color: colour('--teal', 'Highlight'), borderRadius: 2 }, label: { show: true, position: upright ? 'top' : 'right', ...text, fontWeight: 600, formatter: ({ dataIndex }) => said[dataIndex][0] } }],
  });
  new ResizeObserver(() => chart.resize()).observe(place);
};
