"""Labs for a course: checks that answer a student at once, and the editions that are handed out.

In: what a student wrote, and the study that it is about. Out: one line: right, or what is wrong,
without the answer. The expected values are computed from the study, so that a course can put its
own articles in the place of the shipped ones.
"""
