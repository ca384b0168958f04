/** What is drawn is described in the page's style sheet: a file of its own has to carry it along. */
const carried = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order'];

/** A drawing of the page as an SVG file that looks the same elsewhere, in the colours that it has now. */
export function svgFile(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = drawing.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, at) => {
    const original = originals[at];
    if (original) carryLook(original, element);
  });
  carryLook(drawing, copy);
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

function carryLook(original: Element, copy: Element): void {
  const look = getComputedStyle(original);
  for (const name of carried) copy.setAttribute(name, asRgb(name, look.getPropertyValue(name)));
  // What is chosen on the page says nothing in a file.
  if (original.hasAttribute('data-row')) copy.setAttribute('fill', 'none');
  for (const name of ['class', 'tabindex', 'role', 'aria-pressed', 'data-step', 'data-row']) copy.removeAttribute(name);
}

/** Programs that draw SVGs know fewer ways to write a colour than browsers do. */
function asRgb(name: string, value: string): string {
  return name === 'fill' || name === 'stroke' ? value.replace(/^color\(srgb ([\d.]+) ([\d.]+) ([\d.]+).*$/, (_, ...parts: string[]) => `rgb(${parts.slice(0, 3).map((part) => Math.round(Number(part) * 255)).join(',')})`) : value;
}

const pixelsPerUnit = 2;

/** A drawing as a PNG, twice as fine as on the page. */
export async function pngFile(drawing: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgFile(drawing))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * pixelsPerUnit;
  canvas.height = image.height * pixelsPerUnit;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png'));
}

/** Hands a file to whoever sits at the browser. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun by then; what it still reads, it holds.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
