/**
 * Draws the picture that stands for a presentation where there is no screen to show: a slide with the presenter's name.
 * The emulator carries no media, so that others always see this one. `hue` is the presenter's.
 */
export function drawSlide(canvas: HTMLCanvasElement, presenter: string, hue: number): void {
  const width = 1600;
  const height = 900;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  drawPaper(context, width, height, hue);
  drawChart(context, hue);
  context.fillStyle = `hsl(${hue} 45% 16%)`;
  context.font = '600 84px Geist, system-ui, sans-serif';
  context.fillText('Presentation', 120, 230, 700);
  context.fillStyle = `hsl(${hue} 12% 36%)`;
  context.font = '400 42px Geist, system-ui, sans-serif';
  context.fillText(presenter, 122, 306, 700);
  [0.9, 0.72, 0.82, 0.5].forEach((share, line) => {
    context.fillStyle = `hsl(${hue} 16% ${line === 3 ? 88 : 82}%)`;
    context.beginPath();
    context.roundRect(122, 420 + line * 78, 560 * share, 26, 13);
    context.fill();
  });
}

function drawPaper(context: CanvasRenderingContext2D, width: number, height: number, hue: number): void {
  const paper = context.createLinearGradient(0, 0, width, height);
  paper.addColorStop(0, `hsl(${hue} 40% 98%)`);
  paper.addColorStop(1, `hsl(${hue} 34% 92%)`);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${hue} 62% 48%)`;
  context.fillRect(0, 0, 18, height);
}

function drawChart(context: CanvasRenderingContext2D, hue: number): void {
  const bars = [0.34, 0.52, 0.44, 0.7, 0.62, 0.88];
  bars.forEach((share, index) => {
    const barHeight = 520 * share;
    context.fillStyle = `hsl(${(hue + index * 9) % 360} 58% ${64 - index * 5}%)`;
    context.beginPath();
    context.roundRect(860 + index * 108, 760 - barHeight, 76, barHeight, 12);
    context.fill();
  });
  context.fillStyle = `hsl(${hue} 14% 78%)`;
  context.fillRect(840, 768, 670, 4);
}
