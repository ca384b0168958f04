/** From so many people on, fewer meetings are asked: each is asked about everybody. */
const many = 100;
const askedForMany = 15;
const askedOtherwise = 60;

/** How many meetings are asked at most whether so many people can go there. */
export function meetingsAsked(people: number): number {
  return people > many ? askedForMany : askedOtherwise;
}
